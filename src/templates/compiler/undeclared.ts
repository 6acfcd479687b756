/** Which names a template or block looks up in its context. */
import type { Block, Expression, Statement, Template } from "../syntax/nodes.ts";
import { Scope } from "./scope.ts";
import { childrenOf, descendantsOf, type Node } from "./walk.ts";

/** The names that are looked up when the body renders; blocks inside it are not looked at. */
export function undeclaredNames(node: Template | Block): Set<string> {
  const found = new Set<string>();
  const scope = new Scope();
  for (const special of ["self", "super"]) if (mentions(node.body, special)) scope.declareParameter(special);
  read(scope, node.body, found);
  return found;
}

function mentions(body: readonly Statement[], name: string): boolean {
  return descendantsOf(body).some((node) => node.kind === "Name" && node.name === name);
}

function read(scope: Scope, body: readonly (Node | undefined)[], found: Set<string>): void {
  scope.analyse(...body);
  for (const load of scope.loads.values()) if (load.from === "context") found.add(load.name);
  for (const node of body) if (node !== undefined) descend(scope, node, found);
}

/** Goes into the scopes inside a node. */
function descend(outer: Scope, node: Node, found: Set<string>): void {
  const scope = new Scope(outer);
  const inside = (
    targets: readonly Expression[],
    ...bodies: readonly (readonly (Node | undefined)[])[]
  ): void => {
    for (const target of targets) scope.declareTarget(target);
    for (const body of bodies) read(scope, body, found);
  };
  switch (node.kind) {
    case "For": {
      scope.declareParameter("loop");
      inside([node.target], [node.test, ...node.body]);
      read(new Scope(outer), node.otherwise, found);
      return;
    }
    case "Macro":
    case "CallBlock":
      for (const special of ["caller", "kwargs", "varargs"]) scope.declareParameter(special);
      inside(node.parameters, node.defaults, node.body);
      return;
    case "With":
      inside(node.targets, node.body);
      return;
    case "FilterBlock":
    case "AssignBlock":
    case "Autoescape":
      inside([], node.body);
      return;
    case "Block":
      return;
    default:
      for (const child of childrenOf(node)) descend(outer, child, found);
  }
}
