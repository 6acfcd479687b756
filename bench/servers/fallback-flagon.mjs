/** Flagon with nothing but a fallback, from the built package (`dist/`). */
import { Flagon } from "../../dist/index.js";
import { serve } from "../../dist/servers/index.js";
import { report } from "./report.mjs";

const app = new Flagon();
app.fallback(process.env.BENCH_UPSTREAM);
const server = await serve(app, { host: "127.0.0.1", port: 0 });
report(server.address.port);
