/** The commands that Flagon brings, in the order in which they are listed. */
import type { BuiltIn } from "../built-in.ts";
import { newProject } from "./new.ts";
import { routes } from "./routes.ts";
import { run } from "./run.ts";
import { serve } from "./serve.ts";
import { session } from "./session.ts";
import { shell } from "./shell.ts";
import { templates } from "./templates.ts";

/** All of them. */
export const BUILT_IN: readonly BuiltIn[] = [run, serve, routes, shell, session, templates, newProject];
