/**
 * Which variable a name means at each place of a template: a scope knows the names that are set in it and
 * where each of the others comes from.
 */
import type { Expression, Statement } from "../syntax/nodes.ts";
import { childrenOf, type Node } from "./walk.ts";

/** How a variable of the compiled code gets its value when its scope is entered. */
export type Load =
  /** It is a parameter: someone else gives it. */
  | { readonly from: "parameter" }
  /** It is looked up in the context. */
  | { readonly from: "context"; readonly name: string }
  /** It starts with the value of a variable of an outer scope. */
  | { readonly from: "outer"; readonly variable: string }
  /** It starts without a value. */
  | { readonly from: "nothing" };

/** The names of one scope: a template, a block, a macro, the body of a loop. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly level: number;
  readonly variables: Map<string, string>;
  readonly loads: Map<string, Load>;
  readonly stores: Set<string>;

  constructor(parent?: Scope | undefined, level: number = parent === undefined ? 0 : parent.level + 1) {
    this.parent = parent;
    this.level = level;
    this.variables = new Map();
    this.loads = new Map();
    this.stores = new Set();
  }

  /** A scope that begins like this one: a branch, whose effects may be merged later. */
  branch(): Scope {
    const copy = new Scope(this.parent, this.level);
    copy.#merge(this);
    return copy;
  }

  #merge(other: Scope): void {
    for (const [name, variable] of other.variables) this.variables.set(name, variable);
    for (const [variable, load] of other.loads) this.loads.set(variable, load);
    for (const name of other.stores) this.stores.add(name);
  }

  /** The variable of a name, here or outside. */
  find(name: string): string | undefined {
    return this.variables.get(name) ?? this.parent?.find(name);
  }

  /** The variable of a name that the analysis has seen. */
  variable(name: string): string {
    const variable = this.find(name);
    if (variable === undefined) throw new Error(`the name ${name} was not analysed`);
    return variable;
  }

  /** How a variable gets its value. */
  loadOf(variable: string): Load | undefined {
    return this.loads.get(variable) ?? this.parent?.loadOf(variable);
  }

  #define(name: string, load: Load): string {
    const variable = `l${this.level}_${identifier(name)}`;
    this.variables.set(name, variable);
    this.loads.set(variable, load);
    return variable;
  }

  /** A name is assigned to. */
  store(name: string): void {
    this.stores.add(name);
    if (this.variables.has(name)) return;
    const outer = this.parent?.find(name);
    this.#define(name, outer === undefined ? { from: "nothing" } : { from: "outer", variable: outer });
  }

  /** A name is a parameter, or the target of a loop. */
  declareParameter(name: string): string {
    this.stores.add(name);
    return this.#define(name, { from: "parameter" });
  }

  /** A name is read. */
  load(name: string): void {
    if (this.find(name) === undefined) this.#define(name, { from: "context", name });
  }

  /** What was set in some of the branches may come from outside if another was taken. */
  mergeBranches(branches: readonly Scope[]): void {
    const counts = new Map<string, number>();
    for (const branch of branches) {
      for (const name of branch.stores) {
        if (!this.stores.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    for (const branch of branches) this.#merge(branch);
    for (const [name, count] of counts) {
      if (count === branches.length) continue;
      const outer = this.parent?.find(name);
      this.loads.set(
        this.variable(name),
        outer === undefined ? { from: "context", name } : { from: "outer", variable: outer },
      );
    }
  }

  /** All names that were set here and outside, with their variables. */
  storedVariables(): Map<string, string> {
    const all = new Map<string, string>();
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      for (const name of scope.stores) if (!all.has(name)) all.set(name, this.variable(name));
    }
    return all;
  }

  /** Reads what happens to names in statements and expressions of this scope. */
  analyse(...nodes: readonly (Node | readonly Node[] | undefined)[]): void {
    for (const node of nodes.flat()) if (node !== undefined) visit(this, node as Node);
  }

  /** The names of an assignment's target, as parameters. */
  declareTarget(target: Expression): void {
    if (target.kind === "Name") this.declareParameter(target.name);
    else if (target.kind === "Tuple") for (const item of target.items) this.declareTarget(item);
  }
}

const PLAIN = /^[A-Za-z0-9_]*$/;

/** A name as a part of a JavaScript identifier. */
function identifier(name: string): string {
  if (PLAIN.test(name)) return name;
  return name.replace(/[^A-Za-z0-9_]/g, (character) => `$${character.charCodeAt(0).toString(16)}`);
}

function visit(scope: Scope, node: Node): void {
  switch (node.kind) {
    case "Name":
    case "NSRef":
      scope.load(node.name);
      return;
    case "If":
      visitIf(scope, node.branches, node.otherwise);
      return;
    case "Macro":
      scope.store(node.name);
      return;
    case "Import":
      visit(scope, node.template);
      scope.store(node.target);
      return;
    case "FromImport":
      visit(scope, node.template);
      for (const { alias } of node.names) scope.store(alias);
      return;
    case "Assign":
      visit(scope, node.node);
      visitTarget(scope, node.target);
      return;
    case "AssignBlock":
      if (node.filter !== undefined) visit(scope, node.filter);
      visitTarget(scope, node.target);
      return;
    // These have scopes of their own; only what is evaluated outside is read here.
    case "For":
      visit(scope, node.iterable);
      return;
    case "CallBlock":
      visit(scope, node.call);
      return;
    case "FilterBlock":
      visit(scope, node.filter);
      return;
    case "With":
      for (const value of node.values) visit(scope, value);
      return;
    case "Autoescape":
      visit(scope, node.value);
      return;
    case "Block":
      return;
    default:
      for (const child of childrenOf(node)) visit(scope, child);
  }
}

function visitTarget(scope: Scope, target: Expression): void {
  if (target.kind === "Name") scope.store(target.name);
  else if (target.kind === "Tuple") for (const item of target.items) visitTarget(scope, item);
  else visit(scope, target);
}

type Branch = { readonly test: Expression; readonly body: readonly Statement[] };

function visitIf(scope: Scope, branches: readonly Branch[], otherwise: readonly Statement[]): void {
  const [first, ...rest] = branches;
  if (first === undefined) return;
  visit(scope, first.test);
  const inBody = scope.branch();
  inBody.analyse(first.body);
  // An `elif` is an `if` whose own other branches are empty.
  const inRest = scope.branch();
  for (const branch of rest) visitIf(inRest, [branch], []);
  const inElse = scope.branch();
  inElse.analyse(otherwise);
  scope.mergeBranches([inBody, inRest, inElse]);
}
