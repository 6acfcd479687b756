/** Writes macros and call blocks. */
import type * as nodes from "../syntax/nodes.ts";
import { choose } from "./expressions.ts";
import type { Frame } from "./frame.ts";
import { LoopCompiler } from "./loop-compiler.ts";
import { declareParameters } from "./macro-parameters.ts";

/** The part of the compiler that writes macros and call blocks. */
export abstract class MacroCompiler extends LoopCompiler {
  protected macro(node: nodes.Macro, frame: Frame): void {
    const macro = this.#macroObject(node, node.name, frame);
    this.write(`${frame.scope.variable(node.name)} = ${macro};`);
    if (frame.kind === "toplevel") this.publish(frame, [node.name], true);
  }

  /** Unlike text, it is put out in a child template as well, in front of the parent's, as Jinja does. */
  protected callBlock(node: nodes.CallBlock, frame: Frame): void {
    const caller = this.#macroObject(node, null, frame);
    this.mark(node.lineno);
    const code = this.callBlockCall(node.call, frame, caller);
    const shown = this.options.isNative ? code : `${choose(frame, "$escape", "$str")}(${code})`;
    this.append(frame, [shown]);
  }

  #macroObject(node: nodes.Macro | nodes.CallBlock, name: string | null, outer: Frame): string {
    const { scope, names, parameters, firstDefault, flags } = declareParameters(
      node,
      outer.scope,
      (message, line) => this.fail(message, line),
    );
    const frame: Frame = {
      ...outer,
      scope,
      kind: "inner",
      isInLoop: false,
      buffer: "out",
      needsOutputCheck: false,
      localNames: undefined,
      unset: new Set(parameters.slice(0, names.length)),
    };
    const { body, head } = this.body(() => {
      this.enter(frame);
      for (const [index, parameter] of names.entries()) {
        const variable = scope.variable(parameter);
        const preset = node.defaults[index - firstDefault];
        const value =
          preset === undefined || index < firstDefault
            ? `$notProvided(${JSON.stringify(parameter)})`
            : this.expression(preset, frame);
        frame.unset.delete(variable);
        this.write(`if (${variable} === undefined) ${variable} = ${value};`);
        this.place = 0;
      }
      this.statements(node.body, frame);
    });
    const place = JSON.stringify(name === null ? "call block" : `macro '${name}'`);
    const code = `${this.variant.isAsync ? "async " : ""}(${parameters.join(", ")}) => {\nlet out = ${this.emptyText};\n${head}try {\n${body}return ${this.options.isNative ? "$nativeConcat(out)" : "out"};\n} catch (error) { throw $fail(error, template, P, L, ${place}); } }`;
    return `new $Macro(context, ${code}, ${JSON.stringify(name)}, ${JSON.stringify(names)}, ${JSON.stringify(flags)})`;
  }
}
