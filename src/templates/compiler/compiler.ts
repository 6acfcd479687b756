/** Writes the JavaScript of a whole template: one function for its text, one for each block. */
import type * as nodes from "../syntax/nodes.ts";
import type { CompileOptions } from "./code-writer.ts";
import { fold } from "./fold.ts";
import type { Frame, Variant } from "./frame.ts";
import { InheritanceCompiler } from "./inheritance-compiler.ts";
import { Positions } from "./positions.ts";
import { Scope } from "./scope.ts";
import { blocksOf, descendantsOf, findUndeclared } from "./walk.ts";

/**
 * The source of a function body with the parameters `rt`, `env` and `template`, which gives `{ root, blocks }`.
 *
 * @throws TemplateAssertionError if the template can't mean anything.
 */
export function compileTemplate(tree: nodes.Template, options: CompileOptions, variant: Variant): string {
  return new TemplateCompiler(options, variant).template(tree);
}

class TemplateCompiler extends InheritanceCompiler {
  #blocks = new Map<string, nodes.Block>();

  template(tree: nodes.Template): string {
    this.positions = new Positions(tree.spans);
    this.hasExtends = descendantsOf(tree).some((node) => node.kind === "Extends");
    for (const block of blocksOf(tree)) {
      if (this.#blocks.has(block.name)) throw this.fail(`block '${block.name}' defined twice`, block.lineno);
      this.#blocks.set(block.name, block);
    }
    const scope = new Scope();
    const root = this.#function("root", `"root"`, { scope, kind: "toplevel" }, (frame) => {
      if (findUndeclared(tree.body, ["self"]).has("self")) {
        this.write(`const ${scope.declareParameter("self")} = $self(context);`);
      }
      scope.analyse(tree.body);
      this.write("let parent = null;");
      this.enter(frame);
      this.statements(tree.body, frame);
      if (this.hasExtends) this.finishExtends(frame);
    });
    const blocks = [...this.#blocks.values()].map((block) => this.#blockFunction(block));
    return `"use strict";\n${PROLOGUE}\n${this.hoistedCode}${root}\n${blocks.map(({ code }) => code).join("\n")}\nreturn { root, blocks: new Map([${blocks.map(({ name, id }) => `[${JSON.stringify(name)}, ${id}]`).join(", ")}]) };`;
  }

  #blockFunction(block: nodes.Block): { name: string; id: string; code: string } {
    const id = this.unique("block_");
    const scope = new Scope();
    const place = JSON.stringify(`block '${block.name}'`);
    const code = this.#function(id, place, { scope, kind: "block" }, (outer) => {
      const special = findUndeclared(block.body, ["self", "super"]);
      if (special.has("self")) this.write(`const ${scope.declareParameter("self")} = $self(context);`);
      if (special.has("super")) {
        const name = JSON.stringify(block.name);
        this.write(`const ${scope.declareParameter("super")} = context.superBlock(${name}, ${id});`);
      }
      scope.analyse(block.body);
      const frame = this.withLocalNames(outer, block.body);
      this.enter(frame);
      this.statements(block.body, frame);
    });
    return { name: block.name, id, code };
  }

  /** A function that gives the text of a template or block. */
  #function(
    name: string,
    place: string,
    { scope, kind }: Pick<Frame, "scope" | "kind">,
    write: (frame: Frame) => void,
  ): string {
    const { isAsync, isStream } = this.variant;
    const frame: Frame = {
      scope,
      kind,
      isInLoop: false,
      buffer: isStream ? undefined : "out",
      escaping: this.options.autoescape,
      outerEscaping: this.options.autoescape,
      isSoft: false,
      needsOutputCheck: kind === "toplevel" && this.hasExtends,
      localNames: undefined,
      callContext: "context",
      unset: new Set(),
    };
    const { body, head } = this.body(() => write(frame));
    const start = `${isAsync ? "async " : ""}function${isStream ? "*" : ""} ${name}(context) {`;
    const out = isStream ? "" : `let out = ${this.emptyText};\n`;
    const end = isStream ? "" : "return out;\n";
    const catcher = `catch (error) { throw $fail(error, template, P, L, ${place}); }`;
    return `${start}\nconst ec = context.evalContext;\n${out}${head}try {\n${body}${end}} ${catcher}\n}`;
  }

  protected override statements(body: readonly nodes.Statement[], frame: Frame): void {
    for (const statement of body) {
      this.positions.within(statement, () => this.#statement(statement, frame));
    }
  }

  #statement(node: nodes.Statement, frame: Frame): void {
    switch (node.kind) {
      case "Output":
        this.output(node, frame);
        return;
      case "Extends":
        this.extendsStatement(node, frame);
        return;
      case "For":
        this.forStatement(node, frame);
        return;
      case "If":
        this.#if(node, frame);
        return;
      case "Macro":
        this.macro(node, frame);
        return;
      case "CallBlock":
        this.callBlock(node, frame);
        return;
      case "FilterBlock":
        this.filterBlock(node, frame);
        return;
      case "With":
        this.withStatement(node, frame);
        return;
      case "Block":
        this.block(node, frame);
        return;
      case "Include":
        this.include(node, frame);
        return;
      case "Import":
        this.importStatement(node, frame);
        return;
      case "FromImport":
        this.fromImport(node, frame);
        return;
      case "ExprStmt":
        this.mark(node.lineno);
        this.write(`${this.expression(node.node, frame)};`);
        return;
      case "Assign":
        this.assign(node, frame);
        return;
      case "AssignBlock":
        this.assignBlock(node, frame);
        return;
      case "Autoescape":
        this.#autoescape(node, frame);
        return;
      case "Break":
      case "Continue": {
        const word = node.kind.toLowerCase();
        if (!frame.isInLoop) throw this.fail(`'${word}' outside of a loop`, node.lineno);
        this.write(`${word};`);
        return;
      }
    }
  }

  #if(node: nodes.If, frame: Frame): void {
    const soft = { ...frame, isSoft: true };
    for (const [index, { test, body }] of node.branches.entries()) {
      if (index > 0) {
        this.write("else {");
        this.place = 0;
      }
      this.positions.within(test, () => {
        this.mark(test.lineno);
        this.write(`if (${this.condition(test, soft)}) {`);
      });
      this.statements(body, soft);
      this.write("}");
    }
    if (node.otherwise.length > 0) {
      this.place = 0;
      this.write("else {");
      this.statements(node.otherwise, soft);
      this.write("}");
    }
    this.write("}".repeat(node.branches.length - 1));
    this.place = 0;
  }

  #autoescape(node: nodes.Autoescape, frame: Frame): void {
    const scope = new Scope(frame.scope);
    scope.analyse(node.body);
    const saved = this.unique("saved");
    this.write(`{ const ${saved} = ec.autoescape;`);
    this.mark(node.lineno);
    this.write(`ec.autoescape = $truth(${this.expression(node.value, frame)});`);
    const known = fold(node.value, this.options);
    const escaping = known === undefined ? "volatile" : Boolean(known.value);
    const outerEscaping = escaping === "volatile" ? frame.outerEscaping : escaping;
    const inner: Frame = { ...frame, scope, kind: "inner", escaping, outerEscaping, localNames: undefined };
    this.enter(inner);
    this.statements(node.body, inner);
    this.write(`ec.autoescape = ${saved}; }`);
  }
}

/** What the code takes of the runtime, under names that no variable of a template can have. */
const PROLOGUE =
  "const { $add, $sub, $mul, $div, $floordiv, $mod, $pow, $neg, $pos, $eq, $ne, $lt, $le, $gt, $ge, $isIn, $truth, $str, $escape, $strJoin, $markupJoin, $markup, $mark, $same, $iterate, $iterateUnpacked, $asyncItems, $unpack, $slice, $getattr, $getitem, $isPlain, $undefined, $noElse, $notProvided, $call, $callMethod, $keywords, $filter, $test, $direct, $finalize, $none, $Tuple, $Dict, $Float, $LoopContext, $AsyncLoopContext, $Macro, $self, $getTemplate, $include, $module, $moduleWith, $exported, $template, $extendedTwice, $setAttribute, $join, $joinAsync, $nativeConcat, $extensionMethod, $fail } = rt;";
