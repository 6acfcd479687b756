/** The commands that Flagon brings, in the order in which they are listed. */
import type { BuiltIn } from "../built-in.ts";
import { routes } from "./routes.ts";
import { run } from "./run.ts";
import { serve } from "./serve.ts";
import { session } from "./session.ts";

/** All of them. */
export const BUILT_IN: readonly BuiltIn[] = [run, serve, routes, session];
