/** Writes loops: plain ones, those that use `loop`, and recursive ones. */
import type * as nodes from "../syntax/nodes.ts";
import { AssignmentCompiler } from "./assignment-compiler.ts";
import type { Frame } from "./frame.ts";
import { Scope } from "./scope.ts";
import { descendantsOf, findUndeclared } from "./walk.ts";

/** The part of the compiler that writes loops: plain ones, those that use `loop`, and recursive ones. */
export abstract class LoopCompiler extends AssignmentCompiler {
  protected forStatement(node: nodes.For, outer: Frame): void {
    const scope = new Scope(outer.scope);
    for (const below of [node.target, ...node.body].flatMap((n) => [n, ...descendantsOf(n)])) {
      const target =
        below.kind === "Assign" || below.kind === "AssignBlock"
          ? below.target
          : below === node.target
            ? below
            : undefined;
      if (target?.kind === "Name" && target.name === "loop") {
        throw this.fail("Can't assign to special loop variable in for-loop", target.lineno);
      }
    }
    const isExtended =
      node.isRecursive ||
      findUndeclared(node.body, ["loop"]).has("loop") ||
      descendantsOf(node.body).some((below) => below.kind === "Block" && below.isScoped);
    if (isExtended) {
      scope.declareParameter("loop");
      this.loopScopes.add(scope);
    }
    scope.declareTarget(node.target);
    scope.analyse(node.body);
    this.mark(node.lineno);
    const iterable = this.expression(node.iterable, outer);
    const filter = node.test === undefined ? undefined : this.#loopFilter(node, node.test, outer);
    const frame: Frame = { ...outer, scope, kind: "loop", isInLoop: true, unset: new Set(outer.unset) };
    if (node.isRecursive) {
      this.#recursiveLoop(node, frame, outer, iterable, filter);
      return;
    }
    const items = filter === undefined ? iterable : `${filter}(${iterable})`;
    if (isExtended) this.#extendedLoop(node, frame, outer, items, "null, 0");
    else this.#plainLoop(node, frame, outer, items);
  }

  #plainLoop(node: nodes.For, frame: Frame, outer: Frame, items: string): void {
    const indicator = node.otherwise.length > 0 ? this.unique("empty") : undefined;
    if (indicator !== undefined) this.write(`let ${indicator} = true;`);
    const item = node.target.kind === "Name" ? frame.scope.variable(node.target.name) : this.unique("item");
    this.write(
      this.variant.isAsync
        ? `for await (let ${item} of $asyncItems(${items})) {`
        : `for (let ${item} of ${node.target.kind === "Tuple" ? "$iterateUnpacked" : "$iterate"}(${items})) {`,
    );
    if (indicator !== undefined) this.write(`${indicator} = false;`);
    if (node.target.kind !== "Name") this.unpackNew(node.target, item, frame);
    this.#loopBody(node, frame);
    this.write("}");
    if (indicator !== undefined) this.#else(node, outer, indicator);
  }

  #extendedLoop(node: nodes.For, frame: Frame, outer: Frame, items: string, rest: string): void {
    const loop = frame.scope.variable("loop");
    const kind = this.variant.isAsync ? "$AsyncLoopContext" : "$LoopContext";
    this.write(`{ const ${loop} = new ${kind}(${items}, env.undefined, ${rest});`);
    this.write(`while (${this.variant.isAsync ? "await " : ""}${loop}.step()) {`);
    const item = this.unique("item");
    if (node.target.kind === "Name")
      this.write(`let ${frame.scope.variable(node.target.name)} = ${loop}.current;`);
    else {
      this.write(`const ${item} = ${loop}.current;`);
      this.unpackNew(node.target, item, frame);
    }
    this.#loopBody(node, frame);
    this.write("}");
    if (node.otherwise.length > 0) this.#else(node, outer, `${loop}.isEmpty`);
    this.write("}");
  }

  #loopBody(node: nodes.For, frame: Frame): void {
    this.place = 0;
    const inner = this.withLocalNames({ ...frame, localNames: undefined }, node.body);
    this.enter(inner);
    this.statements(node.body, inner);
    this.place = 0;
  }

  #else(node: nodes.For, outer: Frame, test: string): void {
    const scope = new Scope(outer.scope);
    scope.analyse(node.otherwise);
    this.place = 0;
    this.write(`if (${test}) {`);
    const frame: Frame = { ...outer, scope, kind: "inner", localNames: undefined };
    this.enter(frame);
    this.statements(node.otherwise, frame);
    this.write("}");
    this.place = 0;
  }

  /** A generator of the items that a loop's `if` lets through. */
  #loopFilter(node: nodes.For, test: nodes.Expression, outer: Frame): string {
    const scope = new Scope(outer.scope);
    scope.declareTarget(node.target);
    scope.analyse(test);
    const frame: Frame = { ...outer, scope, kind: "inner" };
    const name = this.unique("filter");
    const { isAsync } = this.variant;
    this.write(`const ${name} = ${isAsync ? "async " : ""}function* (items) {`);
    const item = this.unique("item");
    this.write(
      `for ${isAsync ? "await " : ""}(const ${item} of ${isAsync ? "$asyncItems" : "$iterate"}(items)) {`,
    );
    this.unpackNew(node.target, item, frame);
    this.enter(frame);
    this.place = 0;
    this.write(`if (${this.condition(test, frame)}) yield ${item};`);
    this.write("} };");
    this.place = 0;
    return name;
  }

  #recursiveLoop(
    node: nodes.For,
    frame: Frame,
    outer: Frame,
    iterable: string,
    filter: string | undefined,
  ): void {
    const name = this.unique("loop_");
    const buffer = this.unique("out");
    const inside = { ...frame, buffer };
    const { body, head } = this.body(() => {
      this.write(`let ${buffer} = ${this.emptyText};`);
      const items = filter === undefined ? "items" : `${filter}(items)`;
      this.#extendedLoop(node, inside, { ...outer, buffer }, items, `${name}, depth`);
      this.write(`return ${this.gathered(buffer, frame)};`);
    });
    const start = `${this.variant.isAsync ? "async " : ""}(items, depth) => {`;
    this.write(
      `const ${name} = ${start}\n${head}try {\n${body}} catch (error) { throw $fail(error, template, P, L, "loop"); } };`,
    );
    this.place = 0;
    this.mark(node.lineno);
    const text = this.variant.isAsync ? `await ${name}(${iterable}, 0)` : `${name}(${iterable}, 0)`;
    this.append(outer, [this.options.isNative ? text : `$str(${text})`]);
  }
}
