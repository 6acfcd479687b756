/** The targets of assignments. */
import type * as nodes from "../syntax/nodes.ts";

/** The names that a target sets. */
export function namesOf(target: nodes.Expression): string[] {
  if (target.kind === "Name") return [target.name];
  return target.kind === "Tuple" ? target.items.flatMap(namesOf) : [];
}
