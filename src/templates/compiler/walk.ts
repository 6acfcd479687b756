/** Walks over the tree of a template. */
import type { Block, Expression, Statement, Template } from "../syntax/nodes.ts";

/** Any node of the tree. */
export type Node = Template | Statement | Expression;

/** The nodes directly below a node, or among the values of an object or array, in the order of the source. */
export function* childrenOf(parent: object): Generator<Node> {
  if ("kind" in parent && parent.kind === "Const") return;
  for (const value of Object.values(parent)) {
    if (typeof value !== "object" || value === null) continue;
    if ("kind" in value) yield value as Node;
    else yield* childrenOf(value);
  }
}

/** Every node below, depth first. */
export function* descendantsOf(parent: object): Generator<Node> {
  for (const node of childrenOf(parent)) {
    yield node;
    yield* descendantsOf(node);
  }
}

/** All blocks of a template, also those inside others. */
export function blocksOf(template: Template): Block[] {
  return [...descendantsOf(template)].filter((node) => node.kind === "Block");
}

/** Whether the node is the target of an assignment inside its parent, not a value. */
const TARGETS = new Set(["target", "targets", "parameters"]);

/**
 * Which of the names the nodes load without having set them before. What stands inside a block is not looked
 * at: blocks have scopes of their own.
 */
export function findUndeclared(nodes: Iterable<Node>, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const wanted = new Set(names);
  const visit = (node: Node): void => {
    if (node.kind === "Block") return;
    if (node.kind === "Name" || node.kind === "NSRef") {
      if (wanted.has(node.name)) found.add(node.name);
      return;
    }
    for (const [key, value] of Object.entries(node)) {
      if (typeof value !== "object" || value === null || node.kind === "Const") continue;
      const below = "kind" in value ? [value as Node] : [...childrenOf(value)];
      if (TARGETS.has(key)) for (const target of below) forget(target);
      else for (const child of below) visit(child);
    }
  };
  const forget = (target: Node): void => {
    if (target.kind === "Name") wanted.delete(target.name);
    else if (target.kind === "NSRef") visit(target);
    else for (const child of childrenOf(target)) forget(child);
  };
  for (const node of nodes) visit(node);
  return found;
}
