/** Writes what has to do with other templates: `extends`, `block`, `include` and `import`. */
import type * as nodes from "../syntax/nodes.ts";
import type { Frame } from "./frame.ts";
import { MacroCompiler } from "./macro-compiler.ts";

/** The part of the compiler that writes what has to do with other templates: `extends`, `block`, `include` and `import`. */
export abstract class InheritanceCompiler extends MacroCompiler {
  #extends: nodes.Extends | undefined;
  protected hasExtends = false;

  protected finishExtends(frame: Frame): void {
    const { isAsync, isStream } = this.variant;
    const text = `$template(parent).root(context)`;
    const node = this.#extends;
    if (node !== undefined) this.positions.within(node, () => this.mark(node.lineno));
    if (!this.hasKnownExtends) this.write("if (parent !== null) {");
    if (isStream) this.write(`yield* ${text};`);
    else this.append(frame, [this.spread(isAsync ? `await ${text}` : text)]);
    if (!this.hasKnownExtends) this.write("}");
  }

  protected extendsStatement(node: nodes.Extends, frame: Frame): void {
    if (frame.kind !== "toplevel") {
      throw this.fail("cannot use extend from a non top-level scope", node.lineno);
    }
    this.mark(node.lineno);
    if (this.extendsCount > 0) {
      if (!this.hasKnownExtends) this.write("if (parent !== null)");
      this.write(`throw $extendedTwice();`);
      if (this.hasKnownExtends) return;
    }
    const parent = `$getTemplate(${this.expression(node.template, frame)}, template)`;
    this.write(`parent = ${this.awaited(parent)};`);
    this.write(`context.addBlocks($template(parent).blocks);`);
    if (!frame.isSoft) this.hasKnownExtends = true;
    this.#extends = node;
    this.extendsCount++;
  }

  protected block(node: nodes.Block, frame: Frame): void {
    if (frame.kind === "toplevel" && this.hasKnownExtends) return;
    const guarded = frame.kind === "toplevel" ? frame : { ...frame, needsOutputCheck: false };
    this.guarded(guarded, () => {
      this.mark(node.lineno);
      const name = JSON.stringify(node.name);
      if (node.isRequired) this.write(`context.checkRequired(${name});`);
      const context = node.isScoped ? this.derived(frame) : "context";
      this.appendRendered(frame, `context.block(${name})(${context})`);
    });
  }

  /** Unlike text, it is put out in a child template as well, in front of the parent's, as Jinja does. */
  protected include(node: nodes.Include, frame: Frame): void {
    this.mark(node.lineno);
    const included = this.unique("t");
    const found = `$include(${this.expression(node.template, frame)}, template, ${node.ignoreMissing})`;
    this.write(`{ const ${included} = ${this.awaited(found)};`);
    this.write(`if (${included} !== null) {`);
    if (node.withContext) {
      this.appendRendered(
        frame,
        `$template(${included}).root(context.within(${included}, ${this.locals(frame)}))`,
      );
    } else {
      this.append(frame, [`$str(${this.awaited(`$module(${included}, context)`)})`]);
    }
    this.write("} }");
  }

  #imported(node: nodes.Import | nodes.FromImport, frame: Frame): string {
    const found = this.awaited(`$getTemplate(${this.expression(node.template, frame)}, template)`);
    return this.awaited(
      node.withContext
        ? `$moduleWith(${found}, context, ${this.locals(frame)})`
        : `$module(${found}, context)`,
    );
  }

  protected importStatement(node: nodes.Import, frame: Frame): void {
    this.mark(node.lineno);
    const variable = frame.scope.variable(node.target);
    this.write(`${variable} = ${this.#imported(node, frame)};`);
    this.publish(frame, [node.target], false);
  }

  protected fromImport(node: nodes.FromImport, frame: Frame): void {
    this.mark(node.lineno);
    const module = this.unique("t");
    this.write(`const ${module} = ${this.#imported(node, frame)};`);
    for (const { name, alias } of node.names) {
      this.write(
        `${frame.scope.variable(alias)} = $exported(${module}, ${JSON.stringify(name)}, ${node.lineno});`,
      );
    }
    this.publish(
      frame,
      node.names.map(({ alias }) => alias),
      false,
    );
  }
}
