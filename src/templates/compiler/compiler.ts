/** Writes the JavaScript of a whole template: one function for its text, one for each block. */
import type * as nodes from "../syntax/nodes.ts";
import { escapeToString } from "../values/escape.ts";
import { str } from "../values/text.ts";
import { type CompileOptions, choose, ExpressionCompiler } from "./expressions.ts";
import { fold } from "./fold.ts";
import type { Frame, Variant } from "./frame.ts";
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

class TemplateCompiler extends ExpressionCompiler {
  #code: string[] = [];
  #hasExtends = false;
  #extendsCount = 0;
  #hasKnownExtends = false;
  #blocks = new Map<string, nodes.Block>();

  #write(code: string): void {
    this.#code.push(code);
  }

  /** Notes the line of what comes next. */
  #mark(lineno: number): void {
    if (lineno === this.line) return;
    this.line = lineno;
    this.#write(`L = ${lineno};`);
  }

  template(tree: nodes.Template): string {
    this.#hasExtends = [...descendantsOf(tree)].some((node) => node.kind === "Extends");
    for (const block of blocksOf(tree)) {
      if (this.#blocks.has(block.name)) throw this.fail(`block '${block.name}' defined twice`, block.lineno);
      this.#blocks.set(block.name, block);
    }
    const scope = new Scope();
    const root = this.#function("root", `"root"`, { scope, kind: "toplevel" }, (frame) => {
      if (findUndeclared(tree.body, ["self"]).has("self")) {
        this.#write(`const ${scope.declareParameter("self")} = $self(context);`);
      }
      scope.analyse(tree.body);
      this.#write("let parent = null;");
      this.#enter(frame);
      this.#statements(tree.body, frame);
      if (this.#hasExtends) this.#finishExtends(frame);
    });
    const blocks = [...this.#blocks.values()].map((block) => this.#blockFunction(block));
    return `"use strict";\n${PROLOGUE}\n${this.hoistedCode}${root}\n${blocks.map(({ code }) => code).join("\n")}\nreturn { root, blocks: new Map([${blocks.map(({ name, id }) => `[${JSON.stringify(name)}, ${id}]`).join(", ")}]) };`;
  }

  #finishExtends(frame: Frame): void {
    const { isAsync, isStream } = this.variant;
    const text = `$template(parent).root(context)`;
    if (!this.#hasKnownExtends) this.#write("if (parent !== null) {");
    if (isStream) this.#write(`yield* ${text};`);
    else this.#append(frame, [this.#spread(isAsync ? `await ${text}` : text)]);
    if (!this.#hasKnownExtends) this.#write("}");
  }

  #blockFunction(block: nodes.Block): { name: string; id: string; code: string } {
    const id = this.unique("block_");
    const scope = new Scope();
    const place = JSON.stringify(`block '${block.name}'`);
    const code = this.#function(id, place, { scope, kind: "block" }, (outer) => {
      const special = findUndeclared(block.body, ["self", "super"]);
      if (special.has("self")) this.#write(`const ${scope.declareParameter("self")} = $self(context);`);
      if (special.has("super")) {
        const name = JSON.stringify(block.name);
        this.#write(`const ${scope.declareParameter("super")} = context.superBlock(${name}, ${id});`);
      }
      scope.analyse(block.body);
      const frame = this.#withLocalNames(outer, block.body);
      this.#enter(frame);
      this.#statements(block.body, frame);
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
      buffer: isStream ? undefined : "out",
      escaping: this.options.autoescape,
      outerEscaping: this.options.autoescape,
      isSoft: false,
      needsOutputCheck: kind === "toplevel" && this.#hasExtends,
      localNames: undefined,
      callContext: "context",
      unset: new Set(),
    };
    const { body, head } = this.#body(() => write(frame));
    const start = `${isAsync ? "async " : ""}function${isStream ? "*" : ""} ${name}(context) {`;
    const out = isStream ? "" : `let out = ${this.#empty};\n`;
    const end = isStream ? "" : "return out;\n";
    const catcher = `catch (error) { throw $fail(error, template, L, ${place}); }`;
    return `${start}\nconst ec = context.evalContext;\n${out}${head}try {\n${body}${end}} ${catcher}\n}`;
  }

  get #empty(): string {
    return this.options.isNative ? "[]" : `""`;
  }

  /** The statements of a function, and the declarations they need. */
  #body(write: () => void): { readonly body: string; readonly head: string } {
    const outer = this.#code;
    this.#code = [];
    const { head } = this.functionBody(write);
    const body = this.#code.map((line) => `${line}\n`).join("");
    this.#code = outer;
    return { body, head };
  }

  /** Declares the variables of a scope. */
  #enter({ scope }: Frame): void {
    for (const [variable, load] of scope.loads) {
      if (load.from === "context") {
        const name = JSON.stringify(load.name);
        const isSet = [...scope.stores].some((stored) => scope.variables.get(stored) === variable);
        this.#write(
          isSet ? `let ${variable} = context.get(${name});` : `const ${variable} = context.resolve(${name});`,
        );
      } else if (load.from === "outer") this.#write(`let ${variable} = ${load.variable};`);
      else if (load.from === "nothing") this.#write(`let ${variable};`);
    }
  }

  #statements(body: readonly nodes.Statement[], frame: Frame): void {
    for (const statement of body) this.#statement(statement, frame);
  }

  #statement(node: nodes.Statement, frame: Frame): void {
    switch (node.kind) {
      case "Output":
        this.#output(node, frame);
        return;
      case "Extends":
        this.#extends(node, frame);
        return;
      case "For":
        this.#for(node, frame);
        return;
      case "If":
        this.#if(node, frame);
        return;
      case "Macro":
        this.#macro(node, frame);
        return;
      case "CallBlock":
        this.#callBlock(node, frame);
        return;
      case "FilterBlock":
        this.#filterBlock(node, frame);
        return;
      case "With":
        this.#with(node, frame);
        return;
      case "Block":
        this.#block(node, frame);
        return;
      case "Include":
        this.#include(node, frame);
        return;
      case "Import":
        this.#import(node, frame);
        return;
      case "FromImport":
        this.#fromImport(node, frame);
        return;
      case "ExprStmt":
        this.#mark(node.lineno);
        this.#write(`${this.expression(node.node, frame)};`);
        return;
      case "Assign":
        this.#assign(node, frame);
        return;
      case "AssignBlock":
        this.#assignBlock(node, frame);
        return;
      case "Autoescape":
        this.#autoescape(node, frame);
        return;
      case "Break":
        this.#write("break;");
        return;
      case "Continue":
        this.#write("continue;");
        return;
    }
  }

  // ---- text

  /** Adds pieces of text, each the code of a string. */
  #append({ buffer }: Frame, pieces: readonly string[]): void {
    if (pieces.length === 0) return;
    if (buffer === undefined)
      this.#write(`yield ${pieces[0]?.startsWith('"') ? "" : `"" + `}${pieces.join(" + ")};`);
    else if (this.options.isNative) this.#write(`${buffer}.push(${pieces.join(", ")});`);
    else this.#write(`${buffer} += ${pieces.join(" + ")};`);
  }

  #output(node: nodes.Output, frame: Frame): void {
    if (frame.needsOutputCheck && this.#hasKnownExtends) return;
    const pieces: string[] = [];
    let text = "";
    const flush = (): void => {
      if (text !== "") pieces.push(JSON.stringify(text));
      text = "";
    };
    for (const child of node.nodes) {
      const known = this.#knownText(child, frame);
      if (known !== undefined) {
        text += known;
        continue;
      }
      flush();
      if (child.kind === "TemplateData") continue;
      if (pieces.length === 0) this.#mark(child.lineno);
      pieces.push(this.#shown(child, frame));
    }
    flush();
    this.#guarded(frame, () => this.#append(frame, pieces));
  }

  /** Writes code that runs only if no parent template has been set. */
  #guarded(frame: Frame, write: () => void): void {
    const isGuarded = frame.needsOutputCheck && this.#extendsCount > 0;
    if (isGuarded) this.#write("if (parent === null) {");
    write();
    if (isGuarded) this.#write("}");
  }

  /** The text of a child of an output, if it is known already. */
  #knownText(child: nodes.TemplateData | nodes.Expression, frame: Frame): string | undefined {
    if (child.kind === "TemplateData") return child.text;
    const { hasFinalize, isNative, isOptimized } = this.options;
    if (hasFinalize || isNative || !isOptimized) return undefined;
    const folded = fold(child, this.options, { withContainers: true });
    if (folded === undefined) return undefined;
    // Where escaping is known only later, what is known already is escaped as outside, as Jinja does.
    const isEscaped = frame.escaping === "volatile" ? frame.outerEscaping : frame.escaping;
    return isEscaped ? escapeToString(folded.value) : str(folded.value);
  }

  #shown(child: nodes.Expression, frame: Frame): string {
    let code = this.expression(child, frame);
    if (this.options.hasFinalize) code = this.awaited(`$finalize(context, ${code})`);
    if (this.options.isNative) return code;
    return `${choose(frame, "$escape", "$str")}(${code})`;
  }

  /** The text that a buffer has gathered, as a value. */
  #gathered(buffer: string, frame: Frame): string {
    if (this.options.isNative) return `${choose(frame, "$mark", "")}($nativeConcat(${buffer}))`;
    return `${choose(frame, "$markup", "")}(${buffer})`;
  }

  // ---- inheritance

  #extends(node: nodes.Extends, frame: Frame): void {
    if (frame.kind !== "toplevel") {
      throw this.fail("cannot use extend from a non top-level scope", node.lineno);
    }
    this.#mark(node.lineno);
    if (this.#extendsCount > 0) {
      if (!this.#hasKnownExtends) this.#write("if (parent !== null)");
      this.#write(`throw $extendedTwice();`);
      if (this.#hasKnownExtends) return;
    }
    const parent = `$getTemplate(${this.expression(node.template, frame)}, template)`;
    this.#write(`parent = ${this.awaited(parent)};`);
    this.#write(`context.addBlocks($template(parent).blocks);`);
    if (!frame.isSoft) this.#hasKnownExtends = true;
    this.#extendsCount++;
  }

  #block(node: nodes.Block, frame: Frame): void {
    if (frame.kind === "toplevel" && this.#hasKnownExtends) return;
    const guarded = frame.kind === "toplevel" ? frame : { ...frame, needsOutputCheck: false };
    this.#guarded(guarded, () => {
      this.#mark(node.lineno);
      const name = JSON.stringify(node.name);
      if (node.isRequired) this.#write(`context.checkRequired(${name});`);
      const context = node.isScoped ? this.#derived(frame) : "context";
      this.#appendRendered(frame, `context.block(${name})(${context})`);
    });
  }

  /** Adds the text that a template's or block's function gives. */
  #appendRendered(frame: Frame, code: string): void {
    const { isAsync, isStream } = this.variant;
    if (!isStream) this.#append(frame, [this.#spread(isAsync ? `await ${code}` : code)]);
    else if (frame.buffer === undefined) this.#write(`yield* ${code};`);
    else this.#append(frame, [isAsync ? `await $joinAsync(${code})` : `$join(${code})`]);
  }

  /** What a function of a native template gives is a list of values. */
  #spread(code: string): string {
    return this.options.isNative ? `...${code}` : code;
  }

  #derived(frame: Frame): string {
    return `context.derived(${this.#locals(frame)})`;
  }

  /** The names that have been set, as a Map. */
  #locals({ scope }: Frame): string {
    const all = [...scope.storedVariables()].map(
      ([name, variable]) => `[${JSON.stringify(name)}, ${variable}]`,
    );
    return all.length === 0 ? "undefined" : `new Map([${all.join(", ")}])`;
  }

  // ---- other templates

  #include(node: nodes.Include, frame: Frame): void {
    this.#guarded(frame, () => {
      this.#mark(node.lineno);
      const included = this.unique("t");
      const found = `$include(${this.expression(node.template, frame)}, template, ${node.ignoreMissing})`;
      this.#write(`{ const ${included} = ${this.awaited(found)};`);
      this.#write(`if (${included} !== null) {`);
      if (node.withContext) {
        this.#appendRendered(
          frame,
          `$template(${included}).root(context.within(${included}, ${this.#locals(frame)}))`,
        );
      } else {
        this.#append(frame, [`$str(${this.awaited(`$module(${included}, context)`)})`]);
      }
      this.#write("} }");
    });
  }

  #imported(node: nodes.Import | nodes.FromImport, frame: Frame): string {
    const found = this.awaited(`$getTemplate(${this.expression(node.template, frame)}, template)`);
    return this.awaited(
      node.withContext
        ? `$moduleWith(${found}, context, ${this.#locals(frame)})`
        : `$module(${found}, context)`,
    );
  }

  #import(node: nodes.Import, frame: Frame): void {
    this.#mark(node.lineno);
    const variable = frame.scope.variable(node.target);
    this.#write(`${variable} = ${this.#imported(node, frame)};`);
    this.#publish(frame, [node.target], false);
  }

  #fromImport(node: nodes.FromImport, frame: Frame): void {
    this.#mark(node.lineno);
    const module = this.unique("t");
    this.#write(`const ${module} = ${this.#imported(node, frame)};`);
    for (const { name, alias } of node.names) {
      this.#write(
        `${frame.scope.variable(alias)} = $exported(${module}, ${JSON.stringify(name)}, ${node.lineno});`,
      );
    }
    this.#publish(
      frame,
      node.names.map(({ alias }) => alias),
      false,
    );
  }

  /** Makes names that were just set visible where their frame says; macros and values of a template are exported. */
  #publish(frame: Frame, names: readonly string[], isExported: boolean): void {
    for (const name of names) {
      const variable = frame.scope.variable(name);
      const key = JSON.stringify(name);
      if (frame.kind === "toplevel") {
        this.#write(`context.set(${key}, ${variable}, ${isExported && !name.startsWith("_")});`);
      } else if (frame.localNames !== undefined) {
        this.#write(`${frame.localNames}.set(${key}, ${variable});`);
      }
    }
  }

  /** Within a loop or block, what is set is shown to functions that are passed the context. */
  #withLocalNames(frame: Frame, body: readonly nodes.Statement[]): Frame {
    const below = [...descendantsOf(body)];
    const sets = below.some(({ kind }) => kind === "Assign" || kind === "AssignBlock");
    if (!sets || !below.some(({ kind }) => kind === "Call")) return frame;
    const localNames = this.unique("names");
    const callContext = this.unique("context_");
    this.#write(`const ${localNames} = new Map(), ${callContext} = context.showing(${localNames});`);
    return { ...frame, localNames, callContext };
  }

  // ---- control

  #if(node: nodes.If, frame: Frame): void {
    const soft = { ...frame, isSoft: true };
    for (const [index, { test, body }] of node.branches.entries()) {
      if (index === 0) {
        this.#mark(test.lineno);
        this.#write(`if (${this.condition(test, soft)}) {`);
      } else {
        this.#write("else {");
        this.line = 0;
        this.#mark(test.lineno);
        this.#write(`if (${this.condition(test, soft)}) {`);
      }
      this.#statements(body, soft);
      this.#write("}");
    }
    if (node.otherwise.length > 0) {
      this.line = 0;
      this.#write("else {");
      this.#statements(node.otherwise, soft);
      this.#write("}");
    }
    this.#write("}".repeat(node.branches.length - 1));
    this.line = 0;
  }

  #for(node: nodes.For, outer: Frame): void {
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
      [...descendantsOf(node.body)].some((below) => below.kind === "Block" && below.isScoped);
    if (isExtended) {
      scope.declareParameter("loop");
      this.loopScopes.add(scope);
    }
    scope.declareTarget(node.target);
    scope.analyse(node.body);
    this.#mark(node.lineno);
    const iterable = this.expression(node.iterable, outer);
    const filter = node.test === undefined ? undefined : this.#loopFilter(node, node.test, outer);
    const frame: Frame = { ...outer, scope, kind: "loop", unset: new Set(outer.unset) };
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
    if (indicator !== undefined) this.#write(`let ${indicator} = true;`);
    const item = node.target.kind === "Name" ? frame.scope.variable(node.target.name) : this.unique("item");
    this.#write(
      this.variant.isAsync
        ? `for await (let ${item} of $asyncItems(${items})) {`
        : `for (let ${item} of ${node.target.kind === "Tuple" ? "$iterateUnpacked" : "$iterate"}(${items})) {`,
    );
    if (indicator !== undefined) this.#write(`${indicator} = false;`);
    if (node.target.kind !== "Name") this.#unpack(node.target, item, frame, true);
    this.#loopBody(node, frame);
    this.#write("}");
    if (indicator !== undefined) this.#else(node, outer, indicator);
  }

  #extendedLoop(node: nodes.For, frame: Frame, outer: Frame, items: string, rest: string): void {
    const loop = frame.scope.variable("loop");
    const kind = this.variant.isAsync ? "$AsyncLoopContext" : "$LoopContext";
    this.#write(`{ const ${loop} = new ${kind}(${items}, env.undefined, ${rest});`);
    this.#write(`while (${this.variant.isAsync ? "await " : ""}${loop}.step()) {`);
    const item = this.unique("item");
    if (node.target.kind === "Name")
      this.#write(`let ${frame.scope.variable(node.target.name)} = ${loop}.current;`);
    else {
      this.#write(`const ${item} = ${loop}.current;`);
      this.#unpack(node.target, item, frame, true);
    }
    this.#loopBody(node, frame);
    this.#write("}");
    if (node.otherwise.length > 0) this.#else(node, outer, `${loop}.isEmpty`);
    this.#write("}");
  }

  #loopBody(node: nodes.For, frame: Frame): void {
    this.line = 0;
    const inner = this.#withLocalNames({ ...frame, localNames: undefined }, node.body);
    this.#enter(inner);
    this.#statements(node.body, inner);
    this.line = 0;
  }

  #else(node: nodes.For, outer: Frame, test: string): void {
    const scope = new Scope(outer.scope);
    scope.analyse(node.otherwise);
    this.line = 0;
    this.#write(`if (${test}) {`);
    const frame: Frame = { ...outer, scope, kind: "inner", localNames: undefined };
    this.#enter(frame);
    this.#statements(node.otherwise, frame);
    this.#write("}");
    this.line = 0;
  }

  /** A generator of the items that a loop's `if` lets through. */
  #loopFilter(node: nodes.For, test: nodes.Expression, outer: Frame): string {
    const scope = new Scope(outer.scope);
    scope.declareTarget(node.target);
    scope.analyse(test);
    const frame: Frame = { ...outer, scope, kind: "inner" };
    const name = this.unique("filter");
    const { isAsync } = this.variant;
    this.#write(`const ${name} = ${isAsync ? "async " : ""}function* (items) {`);
    const item = this.unique("item");
    this.#write(
      `for ${isAsync ? "await " : ""}(const ${item} of ${isAsync ? "$asyncItems" : "$iterate"}(items)) {`,
    );
    this.#unpack(node.target, item, frame, true);
    this.#enter(frame);
    this.line = 0;
    this.#write(`if (${this.condition(test, frame)}) yield ${item};`);
    this.#write("} };");
    this.line = 0;
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
    const inside = { ...frame, buffer, needsOutputCheck: false };
    const { body, head } = this.#body(() => {
      this.#write(`let ${buffer} = ${this.#empty};`);
      const items = filter === undefined ? "items" : `${filter}(items)`;
      this.#extendedLoop(
        node,
        inside,
        { ...outer, buffer, needsOutputCheck: false },
        items,
        `${name}, depth`,
      );
      this.#write(`return ${this.#gathered(buffer, frame)};`);
    });
    const start = `${this.variant.isAsync ? "async " : ""}(items, depth) => {`;
    this.#write(
      `const ${name} = ${start}\n${head}try {\n${body}} catch (error) { throw $fail(error, template, L, "loop"); } };`,
    );
    this.line = 0;
    this.#mark(node.lineno);
    const text = this.variant.isAsync ? `await ${name}(${iterable}, 0)` : `${name}(${iterable}, 0)`;
    this.#append(outer, [this.options.isNative ? text : `$str(${text})`]);
  }

  /** Takes a value apart into the variables of a target. */
  #unpack(target: nodes.Expression, value: string, frame: Frame, isDeclared: boolean): void {
    const declare = isDeclared ? "let " : "";
    if (target.kind === "Name") this.#write(`${declare}${frame.scope.variable(target.name)} = ${value};`);
    else if (target.kind === "NSRef") {
      this.#write(
        `$setAttribute(${this.#namespace(target, frame)}, ${JSON.stringify(target.attribute)}, ${value});`,
      );
    } else if (target.kind === "Tuple") {
      const items = this.unique("items");
      this.#write(`const ${items} = $unpack(${value}, ${target.items.length});`);
      for (const [index, item] of target.items.entries()) {
        this.#unpack(item, `${items}[${index}]`, frame, isDeclared);
      }
    }
  }

  #namespace(target: nodes.NSRef, frame: Frame): string {
    return this.expression({ kind: "Name", lineno: target.lineno, name: target.name }, frame);
  }

  // ---- assignments

  #assign(node: nodes.Assign, frame: Frame): void {
    this.#mark(node.lineno);
    const value = this.expression(node.node, frame);
    this.#assignTo(node.target, value, frame);
  }

  #assignTo(target: nodes.Expression, value: string, frame: Frame): void {
    if (target.kind === "Name") this.#unpack(target, value, frame, false);
    else {
      const kept = this.unique("value");
      this.#write(`const ${kept} = ${value};`);
      this.#unpack(target, kept, frame, false);
    }
    this.#publish(frame, namesOf(target), true);
  }

  #assignBlock(node: nodes.AssignBlock, frame: Frame): void {
    const { buffer, inner } = this.#buffered(node.body, frame);
    const text = this.#gathered(buffer, frame);
    const value = node.filter === undefined ? text : this.filter(node.filter, inner, text);
    const kept = this.unique("value");
    this.#write(`${kept} = ${value}; }`);
    this.#code.splice(this.#lastBuffer(buffer), 0, `let ${kept};`);
    this.#assignTo(node.target, kept, frame);
  }

  #lastBuffer(buffer: string): number {
    return this.#code.lastIndexOf(`{ let ${buffer} = ${this.#empty};`);
  }

  /** Writes a body whose text is gathered in a buffer of its own; its braces are left open. */
  #buffered(body: readonly nodes.Statement[], frame: Frame): { buffer: string; inner: Frame } {
    const scope = new Scope(frame.scope);
    scope.analyse(body);
    const buffer = this.unique("out");
    const inner: Frame = {
      ...frame,
      scope,
      kind: "inner",
      buffer,
      needsOutputCheck: false,
      localNames: undefined,
    };
    this.#write(`{ let ${buffer} = ${this.#empty};`);
    this.#enter(inner);
    this.#statements(body, inner);
    return { buffer, inner };
  }

  #filterBlock(node: nodes.FilterBlock, frame: Frame): void {
    this.#guarded(frame, () => {
      const { buffer, inner } = this.#buffered(node.body, frame);
      this.#mark(node.lineno);
      const value = this.filter(node.filter, inner, this.#gathered(buffer, frame));
      this.#append(frame, [this.options.isNative ? value : `$str(${value})`]);
      this.#write("}");
    });
  }

  #with(node: nodes.With, frame: Frame): void {
    const scope = new Scope(frame.scope);
    for (const target of node.targets) scope.declareTarget(target);
    scope.analyse(node.body);
    const inner: Frame = { ...frame, scope, kind: "inner", localNames: undefined };
    this.#write("{");
    this.#mark(node.lineno);
    const values = node.values.map((value) => {
      const kept = this.unique("value");
      this.#write(`const ${kept} = ${this.expression(value, frame)};`);
      return kept;
    });
    for (const name of new Set(node.targets.flatMap(namesOf))) this.#write(`let ${scope.variable(name)};`);
    for (const [index, target] of node.targets.entries()) {
      this.#unpack(target, values[index] ?? "null", inner, false);
    }
    this.#enter(inner);
    this.#statements(node.body, inner);
    this.#write("}");
  }

  #autoescape(node: nodes.Autoescape, frame: Frame): void {
    const scope = new Scope(frame.scope);
    scope.analyse(node.body);
    const saved = this.unique("saved");
    this.#write(`{ const ${saved} = ec.autoescape;`);
    this.#mark(node.lineno);
    this.#write(`ec.autoescape = $truth(${this.expression(node.value, frame)});`);
    const known = fold(node.value, this.options);
    const escaping = known === undefined ? "volatile" : Boolean(known.value);
    const outerEscaping = escaping === "volatile" ? frame.outerEscaping : escaping;
    const inner: Frame = { ...frame, scope, kind: "inner", escaping, outerEscaping, localNames: undefined };
    this.#enter(inner);
    this.#statements(node.body, inner);
    this.#write(`ec.autoescape = ${saved}; }`);
  }

  // ---- macros

  #macro(node: nodes.Macro, frame: Frame): void {
    const macro = this.#macroObject(node, node.name, frame);
    this.#write(`${frame.scope.variable(node.name)} = ${macro};`);
    if (frame.kind === "toplevel") this.#publish(frame, [node.name], true);
  }

  #callBlock(node: nodes.CallBlock, frame: Frame): void {
    this.#guarded(frame, () => {
      const caller = this.#macroObject(node, null, frame);
      this.#mark(node.lineno);
      const code = this.callBlockCall(node.call, frame, caller);
      const shown = this.options.isNative ? code : `${choose(frame, "$escape", "$str")}(${code})`;
      this.#append(frame, [shown]);
    });
  }

  #macroObject(node: nodes.Macro | nodes.CallBlock, name: string | null, outer: Frame): string {
    const scope = new Scope(outer.scope);
    const names = node.parameters.map((parameter) => parameter.name);
    const parameters = names.map((parameter) => scope.declareParameter(parameter));
    const used = findUndeclared(node.body, ["caller", "kwargs", "varargs"]);
    const firstDefault = names.length - node.defaults.length;
    const explicitCaller = names.indexOf("caller");
    if (used.has("caller") && explicitCaller !== -1 && explicitCaller < firstDefault) {
      throw this.fail(
        'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
        node.lineno,
      );
    }
    for (const special of ["caller", "kwargs", "varargs"]) {
      if (used.has(special) && !names.includes(special)) parameters.push(scope.declareParameter(special));
    }
    scope.analyse(node.defaults, node.body);
    const frame: Frame = {
      ...outer,
      scope,
      kind: "inner",
      buffer: "out",
      needsOutputCheck: false,
      localNames: undefined,
      unset: new Set(parameters.slice(0, names.length)),
    };
    const { body, head } = this.#body(() => {
      this.#enter(frame);
      for (const [index, parameter] of names.entries()) {
        const variable = scope.variable(parameter);
        const preset = node.defaults[index - firstDefault];
        const value =
          preset === undefined || index < firstDefault
            ? `$notProvided(${JSON.stringify(parameter)})`
            : this.expression(preset, frame);
        frame.unset.delete(variable);
        this.#write(`if (${variable} === undefined) ${variable} = ${value};`);
        this.line = 0;
      }
      this.#statements(node.body, frame);
    });
    const catches = (special: string) => used.has(special) && !names.includes(special);
    const place = JSON.stringify(name === null ? "call block" : `macro '${name}'`);
    const code = `${this.variant.isAsync ? "async " : ""}(${parameters.join(", ")}) => {\nlet out = ${this.#empty};\n${head}try {\n${body}return ${this.options.isNative ? "$nativeConcat(out)" : "out"};\n} catch (error) { throw $fail(error, template, L, ${place}); } }`;
    const flags = `{ catchKwargs: ${catches("kwargs")}, catchVarargs: ${catches("varargs")}, caller: ${used.has("caller") || explicitCaller !== -1}, explicitCaller: ${explicitCaller !== -1} }`;
    return `new $Macro(context, ${code}, ${JSON.stringify(name)}, ${JSON.stringify(names)}, ${flags})`;
  }
}

/** The names that a target sets. */
function namesOf(target: nodes.Expression): string[] {
  if (target.kind === "Name") return [target.name];
  return target.kind === "Tuple" ? target.items.flatMap(namesOf) : [];
}

/** What the code takes of the runtime, under names that no variable of a template can have. */
const PROLOGUE =
  "const { $add, $sub, $mul, $div, $floordiv, $mod, $pow, $neg, $pos, $eq, $ne, $lt, $le, $gt, $ge, $isIn, $truth, $str, $escape, $strJoin, $markupJoin, $markup, $mark, $same, $iterate, $iterateUnpacked, $asyncItems, $unpack, $slice, $getattr, $getitem, $isPlain, $undefined, $noElse, $notProvided, $call, $callMethod, $keywords, $filter, $test, $direct, $finalize, $none, $Tuple, $Dict, $Float, $LoopContext, $AsyncLoopContext, $Macro, $self, $getTemplate, $include, $module, $moduleWith, $exported, $template, $extendedTwice, $setAttribute, $join, $joinAsync, $nativeConcat, $extensionMethod, $fail } = rt;";
