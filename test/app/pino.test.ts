/** The real pino as an application's logger, without an adapter. */
import { Flagon, type LogSink } from "flagon";
import { expect, test } from "vitest";

/** What is used of it. Its own types are held against ours where the package is checked. */
type Pino = { pino(options: object, destination: { write(line: string): void }): LogSink };

// By a name that the compiler does not look up, for a checkout whose packages are older.
const NAME: string = "pino";
const found = (await import(NAME).catch(() => undefined)) as Pino | undefined;
const isRequired = process.env.CI !== undefined;

test.runIf(found !== undefined || isRequired)(
  "pino takes the entries of every level, each as a line",
  async () => {
    if (found === undefined) throw new Error("pino is missing: run npm ci.");
    const lines: Record<string, unknown>[] = [];
    const logger = found.pino({ level: "debug" }, { write: (line) => lines.push(JSON.parse(line)) });
    const app = new Flagon();
    app.logger = logger;
    expect(app.logger).toBe(logger);
    app.get("/<path:rest>", ({ rest }) => {
      app.logger.debug("looking");
      app.logger.info(`for %s ${rest}\n{"level": 60}`);
      app.logger.warn("in vain");
      throw new Error("boom");
    });
    await app.testClient().get("/x", { headers: { "X-Request-ID": "forged" } });
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [20, "looking"],
      [30, 'for %s x\n{"level": 60}'],
      [40, "in vain"],
      [
        50,
        expect.stringMatching(/^Exception on \/x \[GET\] \(request [0-9a-f-]{36}\): Error: boom\n {4}at /),
      ],
    ]);
  },
);
