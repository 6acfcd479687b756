/** Walking a tree: the expressions and statements directly inside a node. */
import type { Arguments, Expression, Statement, TemplateData } from "../syntax/nodes.ts";

/** Any node but the template. */
export type AnyNode = Expression | Statement | TemplateData;

function* argumentsOf(node: Arguments): Iterable<Expression> {
  yield* node.args;
  for (const { value } of node.keywords) yield value;
  if (node.dynArgs !== undefined) yield node.dynArgs;
  if (node.dynKeywords !== undefined) yield node.dynKeywords;
}

function* given(...nodes: readonly (Expression | undefined)[]): Iterable<Expression> {
  for (const node of nodes) if (node !== undefined) yield node;
}

/** The nodes directly inside a node, in the order of the source. */
export function* childrenOf(node: AnyNode): Iterable<AnyNode> {
  switch (node.kind) {
    case "Tuple":
    case "List":
      yield* node.items;
      return;
    case "Dict":
      for (const { key, value } of node.items) yield* [key, value];
      return;
    case "Getattr":
    case "Unary":
    case "Not":
    case "MarkSafe":
    case "ExprStmt":
      yield node.node;
      return;
    case "Getitem":
      yield* [node.node, node.key];
      return;
    case "Slice":
      yield* given(node.start, node.stop, node.step);
      return;
    case "Call":
    case "Test":
      yield node.node;
      yield* argumentsOf(node);
      return;
    case "Filter":
      yield* given(node.node);
      yield* argumentsOf(node);
      return;
    case "Binary":
    case "And":
    case "Or":
      yield* [node.left, node.right];
      return;
    case "Concat":
    case "Output":
      yield* node.nodes;
      return;
    case "Compare":
      yield node.node;
      for (const operation of node.operations) yield operation.node;
      return;
    case "CondExpr":
      yield* given(node.test, node.value, node.otherwise);
      return;
    case "Extends":
    case "Include":
    case "Import":
    case "FromImport":
      yield node.template;
      return;
    case "For":
      yield* given(node.target, node.iterable, node.test);
      yield* node.body;
      yield* node.otherwise;
      return;
    case "If":
      for (const { test, body } of node.branches) {
        yield test;
        yield* body;
      }
      yield* node.otherwise;
      return;
    case "Macro":
      yield* node.parameters;
      yield* node.defaults;
      yield* node.body;
      return;
    case "CallBlock":
      yield node.call;
      yield* node.parameters;
      yield* node.defaults;
      yield* node.body;
      return;
    case "FilterBlock":
      yield* node.body;
      yield node.filter;
      return;
    case "With":
      yield* node.targets;
      yield* node.values;
      yield* node.body;
      return;
    case "Block":
      yield* node.body;
      return;
    case "Assign":
      yield* [node.node, node.target];
      return;
    case "AssignBlock":
      yield* given(node.target, node.filter);
      yield* node.body;
      return;
    case "Autoescape":
      yield node.value;
      yield* node.body;
      return;
    default:
  }
}

/** All nodes inside, each before those inside it. */
export function* descendants(nodes: Iterable<AnyNode>): Iterable<AnyNode> {
  const stack = [...nodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    stack.push(...[...childrenOf(node)].reverse());
  }
}

/** Which of the names a body reads before it assigns them; blocks are bodies of their own. */
export function findUndeclared(nodes: Iterable<AnyNode>, names: readonly string[]): Set<string> {
  const wanted = new Set(names);
  const found = new Set<string>();
  const visit = (node: AnyNode, isTarget: boolean): void => {
    if (node.kind === "Block") return;
    if (node.kind === "Name") {
      if (!isTarget && wanted.has(node.name)) found.add(node.name);
      else if (isTarget) wanted.delete(node.name);
      return;
    }
    const target = targetOf(node);
    for (const child of childrenOf(node)) visit(child, isTarget || child === target);
  };
  for (const node of nodes) visit(node, false);
  return found;
}

function targetOf(node: AnyNode): AnyNode | undefined {
  return node.kind === "For" || node.kind === "Assign" || node.kind === "AssignBlock"
    ? node.target
    : undefined;
}
