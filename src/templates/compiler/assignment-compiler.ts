/** Writes assignments, and the bodies whose text becomes a value: `set`, `with`, `filter`. */
import type * as nodes from "../syntax/nodes.ts";
import type { Frame } from "./frame.ts";
import { Scope } from "./scope.ts";
import { namesOf } from "./targets.ts";
import { TextCompiler } from "./text-compiler.ts";

/** The part of the compiler that writes assignments, and the bodies whose text becomes a value: `set`, `with`, `filter`. */
export abstract class AssignmentCompiler extends TextCompiler {
  protected assign(node: nodes.Assign, frame: Frame): void {
    this.mark(node.lineno);
    const value = this.expression(node.node, frame);
    this.#assignTo(node.target, value, frame);
  }

  #assignTo(target: nodes.Expression, value: string, frame: Frame): void {
    if (target.kind === "Name") this.unpack(target, value, frame);
    else {
      const kept = this.unique("value");
      this.write(`const ${kept} = ${value};`);
      this.unpack(target, kept, frame);
    }
    this.publish(frame, namesOf(target), true);
  }

  protected assignBlock(node: nodes.AssignBlock, frame: Frame): void {
    const { buffer, inner } = this.#buffered(node.body, frame);
    const text = this.gathered(buffer, frame);
    const value = node.filter === undefined ? text : this.filter(node.filter, inner, text);
    const kept = this.unique("value");
    this.write(`${kept} = ${value}; }`);
    this.code.splice(this.#lastBuffer(buffer), 0, `let ${kept};`);
    this.#assignTo(node.target, kept, frame);
  }

  #lastBuffer(buffer: string): number {
    return this.code.lastIndexOf(`{ let ${buffer} = ${this.emptyText};`);
  }

  /** Writes a body whose text is gathered in a buffer of its own; its braces are left open. */
  #buffered(
    body: readonly nodes.Statement[],
    frame: Frame,
    needsOutputCheck = false,
  ): { buffer: string; inner: Frame } {
    const scope = new Scope(frame.scope);
    scope.analyse(body);
    const buffer = this.unique("out");
    const inner: Frame = {
      ...frame,
      scope,
      kind: "inner",
      buffer,
      needsOutputCheck,
      localNames: undefined,
    };
    this.write(`{ let ${buffer} = ${this.emptyText};`);
    this.enter(inner);
    this.statements(body, inner);
    return { buffer, inner };
  }

  protected filterBlock(node: nodes.FilterBlock, frame: Frame): void {
    const { buffer, inner } = this.#buffered(node.body, frame, frame.needsOutputCheck);
    this.mark(node.lineno);
    const value = this.filter(node.filter, inner, this.gathered(buffer, frame));
    this.append(frame, [this.options.isNative ? value : `$str(${value})`]);
    this.write("}");
  }

  protected withStatement(node: nodes.With, frame: Frame): void {
    const scope = new Scope(frame.scope);
    for (const target of node.targets) scope.declareTarget(target);
    scope.analyse(node.body);
    const inner: Frame = { ...frame, scope, kind: "inner", localNames: undefined };
    this.write("{");
    this.mark(node.lineno);
    const values = node.values.map((value) => {
      const kept = this.unique("value");
      this.write(`const ${kept} = ${this.expression(value, frame)};`);
      return kept;
    });
    for (const name of new Set(node.targets.flatMap(namesOf))) this.write(`let ${scope.variable(name)};`);
    for (const [index, target] of node.targets.entries()) {
      this.unpack(target, values[index] ?? "null", inner);
    }
    this.enter(inner);
    this.statements(node.body, inner);
    this.write("}");
  }
}
