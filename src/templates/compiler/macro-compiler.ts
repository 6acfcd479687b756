/** Writes macros and call blocks. */
import type * as nodes from "../syntax/nodes.ts";
import { choose } from "./expressions.ts";
import type { Frame } from "./frame.ts";
import { LoopCompiler } from "./loop-compiler.ts";
import { Scope } from "./scope.ts";
import { findUndeclared } from "./walk.ts";

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
    const scope = new Scope(outer.scope);
    const names = node.parameters.map((parameter) => parameter.name);
    const parameters = names.map((parameter) => scope.declareParameter(parameter));
    const used = findUndeclared(node.body, ["caller", "kwargs", "varargs"]);
    const firstDefault = names.length - node.defaults.length;
    const explicitCaller = names.indexOf("caller");
    if (used.has("caller") && explicitCaller !== -1 && explicitCaller < firstDefault) {
      throw this.fail(
        'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
        node.lineno,
      );
    }
    for (const special of ["caller", "kwargs", "varargs"]) {
      if (used.has(special) && !names.includes(special)) parameters.push(scope.declareParameter(special));
    }
    scope.analyse(node.defaults, node.body);
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
        this.line = 0;
      }
      this.statements(node.body, frame);
    });
    const catches = (special: string) => used.has(special) && !names.includes(special);
    const place = JSON.stringify(name === null ? "call block" : `macro '${name}'`);
    const code = `${this.variant.isAsync ? "async " : ""}(${parameters.join(", ")}) => {\nlet out = ${this.emptyText};\n${head}try {\n${body}return ${this.options.isNative ? "$nativeConcat(out)" : "out"};\n} catch (error) { throw $fail(error, template, L, ${place}); } }`;
    const flags = `{ catchKwargs: ${catches("kwargs")}, catchVarargs: ${catches("varargs")}, caller: ${used.has("caller") || explicitCaller !== -1}, explicitCaller: ${explicitCaller !== -1} }`;
    return `new $Macro(context, ${code}, ${JSON.stringify(name)}, ${JSON.stringify(names)}, ${flags})`;
  }
}
