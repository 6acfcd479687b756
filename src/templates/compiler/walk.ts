/** Walks over the tree of a template. */
import type { Block, Expression, Statement, Template } from "../syntax/nodes.ts";

/** Any node of the tree. */
export type Node = Template | Statement | Expression;

// Every template is walked several times when it is compiled; looking the children up anew took twice as long.
const known = new WeakMap<object, readonly Node[]>();

/** The nodes directly below a node, or among the values of an object or array, in the order of the source. */
export function childrenOf(parent: object): readonly Node[] {
  let children = known.get(parent);
  if (children === undefined) {
    const found: Node[] = [];
    collect(parent, found);
    children = found;
    known.set(parent, children);
  }
  return children;
}

function collect(parent: object, children: Node[]): void {
  if (Array.isArray(parent)) {
    for (const value of parent as readonly unknown[]) add(value, children);
    return;
  }
  if ("kind" in parent && parent.kind === "Const") return;
  for (const key in parent) add((parent as Record<string, unknown>)[key], children);
}

function add(value: unknown, children: Node[]): void {
  if (typeof value !== "object" || value === null) return;
  if ("kind" in value) children.push(value as Node);
  else collect(value, children);
}

/** Every node below, depth first. */
export function descendantsOf(parent: object): Node[] {
  const found: Node[] = [];
  const stack = [...childrenOf(parent)].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    found.push(node);
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index--) stack.push(children[index] as Node);
  }
  return found;
}

/** All blocks of a template, also those inside others. */
export function blocksOf(template: Template): Block[] {
  return descendantsOf(template).filter((node) => node.kind === "Block");
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
    if (node.kind === "Const") return;
    for (const key in node) {
      const value: unknown = (node as unknown as Record<string, unknown>)[key];
      if (typeof value !== "object" || value === null) continue;
      const below = "kind" in value ? [value as Node] : childrenOf(value);
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
