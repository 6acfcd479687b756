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

/** Gives the functions of a template to a runtime: what is compiled, or written ahead of time. */
export type MakeTemplate = (runtime: unknown, environment: unknown, template: unknown) => CompiledCode;

/** A template that was compiled ahead of time, by the kinds of its functions. */
export type CompiledTemplate = {
  /** The source, to show in errors; and to compile the kinds that are not here. */
  readonly source: string;
} & { readonly [K in VariantName]?: MakeTemplate | undefined };

/** What the runtime asks of a template. */
export interface RuntimeTemplate {
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly source: string | undefined;
  /** Names that every rendering of this template sees, besides those of the environment. */
  readonly extraGlobals: Variables;
  code(variant: VariantName): CompiledCode;
  newContext(names: Names, variant: VariantName, depth: number): Context;
}

/** What the runtime asks of an environment. */
export interface RuntimeEnvironment extends ValueEnvironment {
  readonly globals: ReadonlyMap<string, unknown>;
}
