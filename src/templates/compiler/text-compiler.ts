/** Writes statements: the lines of code, the variables of a scope, and the text that a template puts out. */
import type * as nodes from "../syntax/nodes.ts";
import { escapeToString } from "../values/escape.ts";
import { str } from "../values/text.ts";
import { choose, ExpressionCompiler } from "./expressions.ts";
import { fold } from "./fold.ts";
import type { Frame } from "./frame.ts";
import { namesOf } from "./targets.ts";
import { descendantsOf } from "./walk.ts";

/** The part of the compiler that writes statements: the lines of code, the variables of a scope, and the text that a template puts out. */
export abstract class TextCompiler extends ExpressionCompiler {
  protected code: string[] = [];

  protected extendsCount = 0;

  protected hasKnownExtends = false;

  protected write(code: string): void {
    this.code.push(code);
  }

  /** Notes the place of what comes next. */
  protected mark(lineno: number): void {
    const place = this.placeOf(lineno);
    if (place === this.place) return;
    this.place = place;
    this.write(`L = ${place};`);
  }

  protected get emptyText(): string {
    return this.options.isNative ? "[]" : `""`;
  }

  /** The statements of a function, and the declarations they need. */
  protected body(write: () => void): { readonly body: string; readonly head: string } {
    const outer = this.code;
    this.code = [];
    const { head } = this.functionBody(write);
    const body = this.code.map((line) => `${line}\n`).join("");
    this.code = outer;
    return { body, head };
  }

  /** A value that the template was given; where it is asynchronous, a promise is awaited, anything else costs no turn. */
  protected settled(value: string): string {
    if (!this.variant.isAsync) return value;
    const given = this.temporary();
    return `(${given} = ${value}) instanceof Promise ? $none(await ${given}) : ${given}`;
  }

  /** Declares the variables of a scope. */
  protected enter({ scope }: Frame): void {
    for (const [variable, load] of scope.loads) {
      if (load.from === "context") {
        const name = JSON.stringify(load.name);
        const isSet = [...scope.stores].some((stored) => scope.variables.get(stored) === variable);
        const value = isSet ? `context.get(${name})` : `context.resolve(${name})`;
        this.write(`${isSet ? "let" : "const"} ${variable} = ${this.settled(value)};`);
      } else if (load.from === "outer") this.write(`let ${variable} = ${load.variable};`);
      else if (load.from === "nothing") this.write(`let ${variable};`);
    }
  }

  /** Adds pieces of text, each the code of a string. */
  protected append({ buffer }: Frame, pieces: readonly string[]): void {
    if (pieces.length === 0) return;
    if (buffer === undefined)
      this.write(`yield ${pieces[0]?.startsWith('"') ? "" : `"" + `}${pieces.join(" + ")};`);
    else if (this.options.isNative) this.write(`${buffer}.push(${pieces.join(", ")});`);
    else this.write(`${buffer} += ${pieces.join(" + ")};`);
  }

  protected output(node: nodes.Output, frame: Frame): void {
    if (frame.needsOutputCheck && this.hasKnownExtends) return;
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
      pieces.push(this.positions.within(child, () => this.#placed(child, frame, pieces.length === 0)));
    }
    flush();
    this.guarded(frame, () => this.append(frame, pieces));
  }

  /** Writes code that runs only if no parent template has been set. */
  protected guarded(frame: Frame, write: () => void): void {
    const isGuarded = frame.needsOutputCheck && this.extendsCount > 0;
    if (isGuarded) this.write("if (parent === null) {");
    write();
    if (isGuarded) this.write("}");
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

  /** A printed expression; its place is noted in front, of the first one in a line of its own. */
  #placed(child: nodes.Expression, frame: Frame, isFirst: boolean): string {
    const place = this.placeOf(child.lineno);
    if (place === this.place) return this.#shown(child, frame);
    if (isFirst) {
      this.mark(child.lineno);
      return this.#shown(child, frame);
    }
    this.place = place;
    return `(L = ${place}, ${this.#shown(child, frame)})`;
  }

  #shown(child: nodes.Expression, frame: Frame): string {
    let code = this.expression(child, frame);
    if (this.options.hasFinalize) code = this.awaited(`$finalize(context, ${code})`);
    if (this.options.isNative) return code;
    return `${choose(frame, "$escape", "$str")}(${code})`;
  }

  /** The text that a buffer has gathered, as a value. */
  protected gathered(buffer: string, frame: Frame): string {
    if (this.options.isNative) return `${choose(frame, "$mark", "")}($nativeConcat(${buffer}))`;
    return `${choose(frame, "$markup", "")}(${buffer})`;
  }

  /** What a function of a native template gives is a list of values. */
  protected spread(code: string): string {
    return this.options.isNative ? `...${code}` : code;
  }

  /** Adds the text that a template's or block's function gives. */
  protected appendRendered(frame: Frame, code: string): void {
    const { isAsync, isStream } = this.variant;
    if (!isStream) this.append(frame, [this.spread(isAsync ? `await ${code}` : code)]);
    else if (frame.buffer === undefined) this.write(`yield* ${code};`);
    else this.append(frame, [isAsync ? `await $joinAsync(${code})` : `$join(${code})`]);
  }

  /** The names that have been set, as a Map. */
  protected locals({ scope }: Frame): string {
    const all = [...scope.storedVariables()].map(
      ([name, variable]) => `[${JSON.stringify(name)}, ${variable}]`,
    );
    return all.length === 0 ? "undefined" : `new Map([${all.join(", ")}])`;
  }

  protected derived(frame: Frame): string {
    return `context.derived(${this.locals(frame)})`;
  }

  /** Makes names that were just set visible where their frame says; macros and values of a template are exported. */
  protected publish(frame: Frame, names: readonly string[], isExported: boolean): void {
    for (const name of names) {
      const variable = frame.scope.variable(name);
      const key = JSON.stringify(name);
      if (frame.kind === "toplevel") {
        this.write(`context.set(${key}, ${variable}, ${isExported && !name.startsWith("_")});`);
      } else if (frame.localNames !== undefined) {
        this.write(`${frame.localNames}.set(${key}, ${variable});`);
      }
    }
  }

  /** Within a loop or block, what is set is shown to functions that are passed the context. */
  protected withLocalNames(frame: Frame, body: readonly nodes.Statement[]): Frame {
    const below = descendantsOf(body);
    const sets = below.some(({ kind }) => kind === "Assign" || kind === "AssignBlock");
    if (!sets || !below.some(({ kind }) => kind === "Call")) return frame;
    const localNames = this.unique("names");
    const callContext = this.unique("context_");
    this.write(`const ${localNames} = new Map(), ${callContext} = context.showing(${localNames});`);
    return { ...frame, localNames, callContext };
  }

  /** Takes a value apart into the variables of a target. */
  protected unpack(target: nodes.Expression, value: string, frame: Frame): void {
    if (target.kind === "Name") this.write(`${frame.scope.variable(target.name)} = ${value};`);
    else if (target.kind === "NSRef") {
      this.write(
        `$setAttribute(${this.#namespace(target, frame)}, ${JSON.stringify(target.attribute)}, ${value});`,
      );
    } else if (target.kind === "Tuple") {
      const items = this.unique("items");
      this.write(`const ${items} = $unpack(${value}, ${target.items.length});`);
      for (const [index, item] of target.items.entries()) {
        this.unpack(item, `${items}[${index}]`, frame);
      }
    }
  }

  /** The same into variables of its own: the target of a loop. */
  protected unpackNew(target: nodes.Expression, value: string, frame: Frame): void {
    // A name may be there twice.
    const variables = new Set(namesOf(target).map((name) => frame.scope.variable(name)));
    if (variables.size > 0) this.write(`let ${[...variables].join(", ")};`);
    this.unpack(target, value, frame);
  }

  #namespace(target: nodes.NSRef, frame: Frame): string {
    return this.expression({ kind: "Name", lineno: target.lineno, name: target.name }, frame);
  }

  /** Writes the statements of a body. */
  protected abstract statements(body: readonly nodes.Statement[], frame: Frame): void;
}
