/** Expressions whose value is known before a template renders. */
import { Tuple } from "../../python/index.ts";
import type { Expression } from "../syntax/nodes.ts";
import { eq, ge, gt, le, lt, ne } from "../values/compare.ts";
import { add, div, floordiv, mod, mul, neg, pos, sub } from "../values/operators.ts";
import { truth } from "../values/truth.ts";

/** Operators that a sandbox has set aside may not be folded. */
type FoldOptions = {
  readonly interceptsBinary: (operator: string) => boolean;
  readonly interceptsUnary: (operator: string) => boolean;
};

const BINARY = { "+": add, "-": sub, "*": mul, "/": div, "//": floordiv, "%": mod };
const COMPARE = { "==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge };

/** Text that grows beyond this when it is folded is left to the rendering. */
const MAX_TEXT = 1000;

/** The value of an expression of literals, `undefined` if it has to be left to the rendering. */
export function fold(
  node: Expression,
  options: FoldOptions,
  { withContainers = false }: { readonly withContainers?: boolean } = {},
): { readonly value: unknown } | undefined {
  try {
    return withContainers ? container(node, options) : evaluate(node, options);
  } catch {
    // It is for the rendering to fail, if it comes to this place.
    return undefined;
  }
}

/** Also lists and tuples, which are made anew each time unless they are only printed. */
function container(node: Expression, options: FoldOptions): { readonly value: unknown } | undefined {
  if (node.kind !== "List" && node.kind !== "Tuple") return evaluate(node, options);
  const items: unknown[] = [];
  for (const item of node.items) {
    const folded = container(item, options);
    if (folded === undefined) return undefined;
    items.push(folded.value);
  }
  return { value: node.kind === "List" ? items : Tuple.from(items) };
}

function evaluate(node: Expression, options: FoldOptions): { readonly value: unknown } | undefined {
  switch (node.kind) {
    case "Const":
      return { value: node.value };
    case "Unary": {
      if (options.interceptsUnary(node.operator)) return undefined;
      const inner = evaluate(node.node, options);
      return inner && simple((node.operator === "-" ? neg : pos)(inner.value));
    }
    case "Not": {
      const inner = evaluate(node.node, options);
      return inner && { value: !truth(inner.value) };
    }
    case "Binary": {
      // A power may take for ever.
      if (node.operator === "**" || options.interceptsBinary(node.operator)) return undefined;
      const left = evaluate(node.left, options);
      const right = left && evaluate(node.right, options);
      if (left === undefined || right === undefined) return undefined;
      if (node.operator === "*" && (typeof left.value === "string" || typeof right.value === "string"))
        return undefined;
      return simple(BINARY[node.operator](left.value, right.value));
    }
    case "Compare": {
      let left = evaluate(node.node, options);
      for (const { operator, node: operand } of node.operations) {
        const right = evaluate(operand, options);
        if (left === undefined || right === undefined || operator === "in" || operator === "not in")
          return undefined;
        if (!COMPARE[operator](left.value, right.value)) return { value: false };
        left = right;
      }
      return { value: true };
    }
    default:
      return undefined;
  }
}

function simple(value: unknown): { readonly value: unknown } | undefined {
  if (typeof value === "string" && value.length > MAX_TEXT) return undefined;
  return { value };
}
