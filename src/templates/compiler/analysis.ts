/** Finds out which names a frame reads and assigns, before its code is written. */
import type { Expression, For, Macro, Signature, Statement, With } from "../syntax/nodes.ts";
import { type AnyNode, childrenOf } from "./children.ts";
import type { Symbols } from "./symbols.ts";

/** Notes the names of statements, and of expressions, in a frame. */
export function analyse(symbols: Symbols, nodes: Iterable<AnyNode>): void {
  for (const node of nodes) visit(symbols, node);
}

function visit(symbols: Symbols, node: AnyNode): void {
  switch (node.kind) {
    case "Name":
    case "NSRef":
      symbols.load(node.name);
      return;
    case "If": {
      const branches = node.branches.map(({ test, body }) => {
        visit(symbols, test);
        return body;
      });
      symbols.joinBranches(
        [...branches, node.otherwise].map((body) => {
          const copy = symbols.copy();
          analyse(copy, body);
          return copy;
        }),
      );
      return;
    }
    case "Macro":
      symbols.store(node.name);
      return;
    case "CallBlock":
      visit(symbols, node.call);
      return;
    case "FilterBlock":
      visit(symbols, node.filter);
      return;
    case "With":
      analyse(symbols, node.values);
      return;
    case "For":
      visit(symbols, node.iterable);
      return;
    case "Import":
      symbols.store(node.target);
      visit(symbols, node.template);
      return;
    case "FromImport":
      visit(symbols, node.template);
      for (const { alias } of node.names) symbols.store(alias);
      return;
    case "Assign":
      visit(symbols, node.node);
      analyseTarget(symbols, node.target, "store");
      return;
    case "AssignBlock":
      analyseTarget(symbols, node.target, "store");
      return;
    // These have frames of their own.
    case "Block":
    case "Autoescape":
      return;
    default:
      analyse(symbols, childrenOf(node));
  }
}

/** Notes the names that are assigned to, as variables or as what the frame is entered with. */
export function analyseTarget(symbols: Symbols, target: Expression, as: "store" | "parameter"): void {
  if (target.kind === "Tuple") {
    for (const item of target.items) analyseTarget(symbols, item, as);
  } else if (target.kind === "NSRef") {
    symbols.load(target.name);
  } else if (target.kind === "Name") {
    if (as === "store") symbols.store(target.name);
    else symbols.declareParameter(target.name);
  }
}

/** The frame of a loop's body. */
export function analyseLoop(symbols: Symbols, { target, body }: For): void {
  analyseTarget(symbols, target, "parameter");
  analyse(symbols, body);
}

/** The frame in which a loop's condition is asked. */
export function analyseLoopTest(symbols: Symbols, { target, test }: For): void {
  analyseTarget(symbols, target, "parameter");
  if (test !== undefined) visit(symbols, test);
}

/** The frame of a `with`. */
export function analyseWith(symbols: Symbols, { targets, body }: With): void {
  for (const target of targets) analyseTarget(symbols, target, "parameter");
  analyse(symbols, body);
}

/** The frame of a macro or call block. */
export function analyseMacro(
  symbols: Symbols,
  node: Signature & { readonly body: readonly Statement[] },
): void {
  for (const { name } of node.parameters) symbols.declareParameter(name);
  analyse(symbols, node.defaults);
  analyse(symbols, node.body);
}

/** A macro, or what looks like one. */
export type MacroLike = Pick<Macro, "parameters" | "defaults" | "body" | "lineno">;
