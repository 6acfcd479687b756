/** What compiled templates are to the runtime: functions, and the few things it asks of a template. */
import type { ValueEnvironment } from "../values/environment.ts";
import type { Context, Names, Variables } from "./context.ts";

/** The four kinds of functions that a template can be compiled to. */
export type VariantName = "string" | "stream" | "async" | "asyncStream";

/** The text of a template or block: at once, as a promise, or piece by piece. */
export type Rendered = string | Promise<string> | Iterable<string> | AsyncIterable<string>;

/** The compiled code of a block. */
export type BlockFunction = (context: Context) => unknown;

/** The compiled code of a template. */
export type CompiledCode = {
  readonly root: (context: Context) => unknown;
  readonly blocks: ReadonlyMap<string, BlockFunction>;
};

/** What the runtime asks of a template. */
export interface RuntimeTemplate {
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly source: string | undefined;
  /** Names that every rendering of this template sees, besides those of the environment. */
  readonly extraGlobals: Variables;
  code(variant: VariantName): CompiledCode;
  newContext(names: Names, variant: VariantName): Context;
}

/** What the runtime asks of an environment. */
export interface RuntimeEnvironment extends ValueEnvironment {
  readonly globals: ReadonlyMap<string, unknown>;
}
