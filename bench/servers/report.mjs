/** What every measured server does beside serving: tell its port, and what time and memory it has used. */

/** What every server serves; the checks compare with it. */
export const SECRET = "a secret that every measured server shares, 32 bytes or more";
export const ANONYMOUS = "You are not logged in";

/** @param {number} port */
export function report(port) {
  process.on("message", () => process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage.rss() }));
  process.on("disconnect", () => process.exit());
  process.send?.({ port });
  if (!process.send) console.log(`http://127.0.0.1:${port}`);
}
