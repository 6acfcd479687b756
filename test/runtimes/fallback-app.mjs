/** An application with one route; everything else is asked of the server that `upstream.mjs` names. */
import { Flagon } from "flagon";
import upstream from "./upstream.mjs";

const app = new Flagon();

app.get("/", () => "the new side");

app.fallback(upstream, { responseTimeout: 2, idleTimeout: 2 });

export default app;
