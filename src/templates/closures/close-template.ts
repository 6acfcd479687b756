/** Templates as closures, for runtimes that refuse generated code: Workers, and pages with a strict policy. */
import type { CompileOptions } from "../compiler/code-writer.ts";
import type { Variant } from "../compiler/frame.ts";
import { Positions } from "../compiler/positions.ts";
import { Scope } from "../compiler/scope.ts";
import { blocksOf, descendantsOf, findUndeclared } from "../compiler/walk.ts";
import { TemplateRuntimeError } from "../errors.ts";
import { joinAsyncPieces, joinPieces, TemplateReference } from "../runtime/block-reference.ts";
import type { BlockFunction, CompiledCode, RuntimeTemplate } from "../runtime/compiled.ts";
import type { Context } from "../runtime/context.ts";
import type * as nodes from "../syntax/nodes.ts";
import { str } from "../values/text.ts";
import { Activation, Output, State } from "./activation.ts";
import type { ClosureEnvironment, ClosureRuntime, Place } from "./closer.ts";
import { LoopCloser } from "./loop-closures.ts";
import type { Execute, StatementRuntime } from "./statement-closures.ts";

/** The functions that the code of a template calls, under the names that compiled code knows them by. */
export type Runtime = Readonly<Record<string, unknown>>;

/** What the closures take of the runtime to reach other templates. */
interface TemplateRuntime {
  $getTemplate(name: unknown, parent: unknown): unknown;
  $include(name: unknown, parent: unknown, isOptional: boolean): unknown;
  $template(template: unknown): CompiledCode;
  $module(template: unknown, context: Context): unknown;
  $moduleWith(template: unknown, context: Context, locals: ReadonlyMap<string, unknown> | undefined): unknown;
  $exported(module: unknown, name: string, lineno: number): unknown;
}

/** Makes the functions of a template without generating code; they render the same as the compiled ones. */
export function closeTemplate(
  tree: nodes.Template,
  options: CompileOptions,
  variant: Variant,
  runtime: Runtime,
  environment: unknown,
  template: unknown,
): CompiledCode {
  return new TemplateCloser(options, variant, runtime, environment, template).close(tree);
}

/** A function's statements, one by one for a stream, and what goes in front of them. */
type Steps = {
  readonly place: string;
  readonly begin: (state: State) => void;
  readonly statements: readonly Execute[];
  readonly usesParent: boolean;
};

class TemplateCloser extends LoopCloser {
  protected override readonly statementRuntime: StatementRuntime;
  protected override readonly template: unknown;
  readonly #templates: TemplateRuntime;
  #hasExtends = false;

  constructor(
    options: CompileOptions,
    variant: Variant,
    runtime: Runtime,
    environment: unknown,
    template: unknown,
  ) {
    // The runtime is a table of functions by name; here they get their types back.
    super(options, variant, runtime as unknown as ClosureRuntime, environment as ClosureEnvironment);
    this.statementRuntime = runtime as unknown as StatementRuntime;
    this.#templates = runtime as unknown as TemplateRuntime;
    this.template = template;
  }

  close(tree: nodes.Template): CompiledCode {
    this.positions = new Positions(tree.spans);
    this.#hasExtends = descendantsOf(tree).some((node) => node.kind === "Extends");
    const blocks = new Map<string, nodes.Block>();
    for (const block of blocksOf(tree)) {
      if (blocks.has(block.name)) throw this.fail(`block '${block.name}' defined twice`, block.lineno);
      blocks.set(block.name, block);
    }
    const root = this.#function(this.#root(tree));
    const functions = new Map<string, BlockFunction>();
    for (const [name, block] of blocks) {
      const self: { fn: BlockFunction | undefined } = { fn: undefined };
      self.fn = this.#function(this.#block(block, () => self.fn));
      functions.set(name, self.fn);
    }
    return { root, blocks: functions };
  }

  #place(scope: Scope, kind: "toplevel" | "block"): Place {
    const { autoescape } = this.options;
    return {
      scope,
      kind,
      escaping: autoescape,
      outerEscaping: autoescape,
      isSoft: false,
      needsOutputCheck: kind === "toplevel" && this.#hasExtends,
      showsNames: false,
      unset: new Set(),
    };
  }

  #root(tree: nodes.Template): Steps {
    const scope = new Scope();
    const self = findUndeclared(tree.body, ["self"]).has("self") ? scope.declareParameter("self") : undefined;
    scope.analyse(tree.body);
    const place = this.#place(scope, "toplevel");
    const enter = this.enter(place);
    const statements = tree.body.map((node) => this.statement(node, place));
    const begin = (state: State): void => {
      if (self !== undefined) state.variables[self] = new TemplateReference(state.context);
      enter(state);
    };
    return { place: "root", begin, statements, usesParent: this.#hasExtends };
  }

  #block(block: nodes.Block, own: () => BlockFunction | undefined): Steps {
    const scope = new Scope();
    const special = findUndeclared(block.body, ["self", "super"]);
    const self = special.has("self") ? scope.declareParameter("self") : undefined;
    const parent = special.has("super") ? scope.declareParameter("super") : undefined;
    scope.analyse(block.body);
    const { place, open } = this.withNames(this.#place(scope, "block"), block.body);
    const enter = this.enter(place);
    const statements = block.body.map((node) => this.statement(node, place));
    const begin = (state: State): void => {
      open(state);
      if (self !== undefined) state.variables[self] = new TemplateReference(state.context);
      const fn = own();
      if (parent !== undefined && fn !== undefined) {
        state.variables[parent] = state.context.superBlock(block.name, fn);
      }
      enter(state);
    };
    return { place: `block '${block.name}'`, begin, statements, usesParent: false };
  }

  /** A function of one context, of the kind that the variant asks for. */
  #function(steps: Steps): (context: Context) => unknown {
    if (this.isStream) return this.isAsync ? this.#asyncStream(steps) : this.#stream(steps);
    const { place, begin, statements, usesParent } = steps;
    return (context) => {
      const activation = new Activation();
      const state = new State(context, activation);
      const out = new Output(this.options.isNative);
      const from = (index: number): unknown => {
        for (let i = index; i < statements.length; i++) {
          const done = statements[i]?.(state, out);
          if (this.isAsync && done instanceof Promise) return done.then(() => from(i + 1));
        }
        if (!usesParent || activation.parent === null) return out.result;
        const rendered = this.#templates.$template(activation.parent).root(context);
        return this.chain(rendered, (text) => {
          out.addRendered(text);
          return out.result;
        });
      };
      const run = (): unknown => {
        begin(state);
        return from(0);
      };
      const result = this.running(activation, place, run);
      return this.isAsync ? Promise.resolve(result) : result;
    };
  }

  #stream({ place, begin, statements, usesParent }: Steps): (context: Context) => Iterable<string> {
    const closer = this;
    return function* (context) {
      const activation = new Activation();
      const state = new State(context, activation);
      const out = new Output(closer.options.isNative);
      closer.running(activation, place, () => begin(state));
      for (const statement of statements) {
        closer.running(activation, place, () => statement(state, out));
        const text = out.take();
        if (text !== "") yield text;
      }
      if (!usesParent || activation.parent === null) return;
      yield* closer.#templates.$template(activation.parent).root(context) as Iterable<string>;
    };
  }

  #asyncStream({ place, begin, statements, usesParent }: Steps): (context: Context) => AsyncIterable<string> {
    const closer = this;
    return async function* (context) {
      const activation = new Activation();
      const state = new State(context, activation);
      const out = new Output(closer.options.isNative);
      closer.running(activation, place, () => begin(state));
      for (const statement of statements) {
        await closer.running(activation, place, () => statement(state, out));
        const text = out.take();
        if (text !== "") yield text;
      }
      if (!usesParent || activation.parent === null) return;
      yield* closer.#templates.$template(activation.parent).root(context) as AsyncIterable<string>;
    };
  }

  protected override statement(node: nodes.Statement, place: Place): Execute {
    return this.positions.within(node, () => this.#statement(node, place));
  }

  #statement(node: nodes.Statement, place: Place): Execute {
    switch (node.kind) {
      case "Output":
        return this.output(node, place);
      case "Extends":
        return this.#extends(node, place);
      case "For":
        return this.for(node, place);
      case "If":
        return this.if(node, place);
      case "Macro":
        return this.macro(node, place);
      case "CallBlock":
        return this.callBlock(node, place);
      case "FilterBlock":
        return this.filterBlock(node, place);
      case "With":
        return this.with(node, place);
      case "Block":
        return this.#blockStatement(node, place);
      case "Include":
        return this.#include(node, place);
      case "Import":
        return this.#import(node, place);
      case "FromImport":
        return this.#fromImport(node, place);
      case "ExprStmt": {
        const evaluate = this.expression(node.node, place);
        return (state) => this.after(evaluate(state), () => undefined);
      }
      case "Assign":
        return this.assign(node, place);
      case "AssignBlock":
        return this.assignBlock(node, place);
      case "Autoescape":
        return this.autoescape(node, place);
      case "Break":
        return () => "break";
      case "Continue":
        return () => "continue";
    }
  }

  #extends(node: nodes.Extends, place: Place): Execute {
    if (place.kind !== "toplevel") {
      throw this.fail("cannot use extend from a non top-level scope", node.lineno);
    }
    const mayBeSecond = this.extendsCount > 0;
    const name = this.expression(node.template, place);
    if (!place.isSoft) this.hasKnownExtends = true;
    this.extendsCount++;
    const position = this.positions.at(node.lineno);
    return (state) => {
      const { activation, context } = state;
      activation.position = position;
      if (mayBeSecond && activation.parent !== null)
        throw new TemplateRuntimeError("extended multiple times");
      return this.after(name(state), (given) => {
        activation.parent = this.#templates.$getTemplate(given, this.template);
        context.addBlocks(this.#templates.$template(activation.parent).blocks);
        return undefined;
      });
    };
  }

  /** Adds the text that the function of a block or template gives. */
  #addRendered(rendered: unknown, out: Output): ReturnType<Execute> {
    const add = (text: unknown): undefined => {
      out.addRendered(text);
      return undefined;
    };
    if (!this.isStream) return this.after(rendered, add);
    if (!this.isAsync) return add(joinPieces(rendered as Iterable<string>));
    return joinAsyncPieces(rendered as AsyncIterable<string>).then(add);
  }

  #blockStatement(node: nodes.Block, place: Place): Execute {
    if (place.kind === "toplevel" && this.hasKnownExtends) return () => undefined;
    const locals = this.locals(place);
    const guarded = place.kind === "toplevel" ? place : { ...place, needsOutputCheck: false };
    const position = this.positions.at(node.lineno);
    return this.guarded(guarded, (state, out) => {
      const { context } = state;
      state.activation.position = position;
      if (node.isRequired) context.checkRequired(node.name);
      const block = context.block(node.name);
      return this.#addRendered(block(node.isScoped ? context.derived(locals(state)) : context), out);
    });
  }

  /** Unlike text, it is put out in a child template as well, in front of the parent's, as Jinja does. */
  #include(node: nodes.Include, place: Place): Execute {
    const name = this.expression(node.template, place);
    const locals = this.locals(place);
    const position = this.positions.at(node.lineno);
    return (state, out) => {
      state.activation.position = position;
      return this.after(name(state), (given) => {
        const { context } = state;
        const included = this.#templates.$include(given, this.template, node.ignoreMissing);
        if (included === null) return undefined;
        if (node.withContext) {
          const inner = context.within(included as RuntimeTemplate, locals(state));
          return this.#addRendered(this.#templates.$template(included).root(inner), out);
        }
        return this.after(this.settled(this.#templates.$module(included, context)), (module) => {
          out.add(str(module));
          return undefined;
        });
      });
    };
  }

  #imported(node: nodes.Import | nodes.FromImport, place: Place): (state: State) => unknown {
    const name = this.expression(node.template, place);
    const locals = this.locals(place);
    const position = this.positions.at(node.lineno);
    return (state) => {
      state.activation.position = position;
      return this.chain(name(state), (given) => {
        const found = this.#templates.$getTemplate(given, this.template);
        return this.settled(
          node.withContext
            ? this.#templates.$moduleWith(found, state.context, locals(state))
            : this.#templates.$module(found, state.context),
        );
      });
    };
  }

  #import(node: nodes.Import, place: Place): Execute {
    const imported = this.#imported(node, place);
    const variable = place.scope.variable(node.target);
    const publish = this.publish(place, [node.target], false);
    return (state) =>
      this.after(imported(state), (module) => {
        state.variables[variable] = module;
        publish(state);
        return undefined;
      });
  }

  #fromImport(node: nodes.FromImport, place: Place): Execute {
    const imported = this.#imported(node, place);
    const names = node.names.map(({ name, alias }) => [name, place.scope.variable(alias)] as const);
    const publish = this.publish(
      place,
      node.names.map(({ alias }) => alias),
      false,
    );
    return (state) =>
      this.after(imported(state), (module) => {
        for (const [name, variable] of names) {
          state.variables[variable] = this.#templates.$exported(module, name, node.lineno);
        }
        publish(state);
        return undefined;
      });
  }
}
