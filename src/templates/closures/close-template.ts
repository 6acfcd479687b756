/** Templates as closures, for runtimes that refuse generated code. */
import type { CompileOptions } from "../compiler/expressions.ts";
import type { Variant } from "../compiler/frame.ts";
import type { CompiledCode } from "../runtime/compiled.ts";
import type { Template } from "../syntax/nodes.ts";

/** The functions that the code of a template calls, under the names that compiled code knows them by. */
export type Runtime = Readonly<Record<string, unknown>>;

/** Makes the functions of a template without generating code. */
export function closeTemplate(
  _tree: Template,
  _options: CompileOptions,
  _variant: Variant,
  _runtime: Runtime,
  _environment: unknown,
  _template: unknown,
): CompiledCode {
  throw new TypeError("this runtime refuses generated code: render templates where it is allowed");
}
