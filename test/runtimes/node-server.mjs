/** Node's starter: the others serve a default export by themselves. */
import { serve } from "flagon/servers/node";

const { default: app } = await import(`./${process.argv[2]}`);
await serve(app, { host: "127.0.0.1", port: Number(process.env.PORT) });
