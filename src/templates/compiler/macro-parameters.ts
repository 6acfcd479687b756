/** The parameters of a macro or a call block, as both back ends need them. */
import type { MacroFlags } from "../runtime/macro.ts";
import type * as nodes from "../syntax/nodes.ts";
import { Scope } from "./scope.ts";
import { findUndeclared } from "./walk.ts";

const SPECIAL: readonly string[] = ["caller", "kwargs", "varargs"];

/** The names that a macro takes, and the scope that its body has. */
export type MacroParameters = {
  readonly scope: Scope;
  /** The parameters that are written. */
  readonly names: readonly string[];
  /** The variables of all parameters: those that are written, then what the body uses besides. */
  readonly parameters: readonly string[];
  /** The place of the first parameter that has a default. */
  readonly firstDefault: number;
  /** What a `Macro` is told. */
  readonly flags: MacroFlags;
};

/**
 * Declares the parameters of a macro in a scope of its own.
 *
 * @param fail Makes the error of a line.
 */
export function declareParameters(
  node: nodes.Macro | nodes.CallBlock,
  outer: Scope,
  fail: (message: string, line: number) => Error,
): MacroParameters {
  const scope = new Scope(outer);
  const names = node.parameters.map((parameter) => parameter.name);
  const written = names.map((parameter) => scope.declareParameter(parameter));
  const used = findUndeclared(node.body, SPECIAL);
  const firstDefault = names.length - node.defaults.length;
  const explicitCaller = names.indexOf("caller");
  if (used.has("caller") && explicitCaller !== -1 && explicitCaller < firstDefault) {
    throw fail(
      'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
      node.lineno,
    );
  }
  const special = SPECIAL.filter((name) => used.has(name) && !names.includes(name));
  const parameters = [...written, ...special.map((name) => scope.declareParameter(name))];
  scope.analyse(node.defaults, node.body);
  const flags = {
    catchKwargs: special.includes("kwargs"),
    catchVarargs: special.includes("varargs"),
    caller: used.has("caller") || explicitCaller !== -1,
    explicitCaller: explicitCaller !== -1,
  };
  return { scope, names, parameters, firstDefault, flags };
}
