/** What can be said of a template without rendering it. Jinja's `jinja2.meta`. */

import { undeclaredNames } from "./compiler/undeclared.ts";
import { blocksOf, descendantsOf, type Node } from "./compiler/walk.ts";
import type { Environment } from "./environment.ts";
import type { Template as Tree } from "./syntax/nodes.ts";

/** The names that a template looks up in its context, those of the environment's globals aside. */
export function findUndeclaredVariables(environment: Environment, template: string | Tree): Set<string> {
  const tree = typeof template === "string" ? environment.parse(template) : template;
  const names = [tree, ...blocksOf(tree)].flatMap((node) => [...undeclaredNames(node)]);
  return new Set(names.filter((name) => !environment.globals.has(name)));
}

/**
 * The templates that a template extends, includes and imports; `null` stands for one whose name is known only
 * when it renders.
 */
export function* findReferencedTemplates(tree: Tree): Generator<string | null> {
  for (const node of descendantsOf(tree)) {
    if (node.kind === "Extends" || node.kind === "Import" || node.kind === "FromImport") {
      yield nameIn(node.template);
    } else if (node.kind === "Include") {
      const { template } = node;
      if (template.kind === "Tuple" || template.kind === "List") yield* template.items.map(nameIn);
      else yield nameIn(template);
    }
  }
}

function nameIn(node: Node): string | null {
  return node.kind === "Const" && typeof node.value === "string" ? node.value : null;
}
