/** Statements as closures: text, conditions, assignments, and the bodies inside them. */
import { Markup } from "../../markup/index.ts";
import { fold } from "../compiler/fold.ts";
import { Scope } from "../compiler/scope.ts";
import { namesOf } from "../compiler/targets.ts";
import { descendantsOf } from "../compiler/walk.ts";
import type * as nodes from "../syntax/nodes.ts";
import { escapeToString } from "../values/escape.ts";
import { nativeConcat } from "../values/native-concat.ts";
import { str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { Output, type State } from "./activation.ts";
import type { Evaluate, Place } from "./closer.ts";
import { ExpressionCloser } from "./expression-closures.ts";

/** How a statement ended other than by its end: `break` and `continue`. */
export type Signal = "break" | "continue" | undefined;

/** A statement; in an asynchronous template it may give a promise. */
export type Execute = (state: State, out: Output) => Signal | Promise<Signal>;

/** Sets the variables of a target. */
type Assign = (state: State, value: unknown) => void;

/** What the closures of statements take of the runtime as well. */
export interface StatementRuntime {
  $unpack(value: unknown, count: number): readonly unknown[];
  $setAttribute(namespace: unknown, name: string, value: unknown): void;
}

/** Makes closures of the statements that stand alone. */
export abstract class StatementCloser extends ExpressionCloser {
  protected extendsCount = 0;
  protected hasKnownExtends = false;
  protected abstract readonly statementRuntime: StatementRuntime;

  /** One statement. */
  protected abstract statement(node: nodes.Statement, place: Place): Execute;

  /** The statements of a body. */
  protected statements(body: readonly nodes.Statement[], place: Place): Execute {
    const all = body.map((node) => this.statement(node, place));
    if (!this.isAsync) {
      return (state, out) => {
        for (const execute of all) {
          const signal = execute(state, out);
          if (signal !== undefined) return signal;
        }
        return undefined;
      };
    }
    return async (state, out) => {
      for (const execute of all) {
        const signal = await execute(state, out);
        if (signal !== undefined) return signal;
      }
      return undefined;
    };
  }

  /** Goes on when something is done. */
  protected after(
    value: unknown,
    next: (value: unknown) => Signal | Promise<Signal>,
  ): Signal | Promise<Signal> {
    return this.isAsync && value instanceof Promise ? value.then(next) : next(value);
  }

  /** Gives the variables of a scope their values. */
  protected enter({ scope }: Place): (state: State) => void {
    const loads = [...scope.loads];
    return (state) => {
      for (const [variable, load] of loads) {
        if (load.from === "context") state.variables[variable] = state.context.get(load.name);
        else if (load.from === "outer") state.variables[variable] = state.variables[load.variable];
        else if (load.from === "nothing") state.variables[variable] = undefined;
      }
    };
  }

  /** A closure that runs only if no parent template has been set. */
  protected guarded(place: Place, execute: Execute): Execute {
    if (!place.needsOutputCheck || this.extendsCount === 0) return execute;
    return (state, out) => (state.activation.parent === null ? execute(state, out) : undefined);
  }

  protected output(node: nodes.Output, place: Place): Execute {
    if (place.needsOutputCheck && this.hasKnownExtends) return () => undefined;
    const pieces = node.nodes.map((child): Execute => {
      const known = this.#knownText(child, place);
      if (known !== undefined) {
        return (_, out) => {
          if (known !== "") out.add(known);
          return undefined;
        };
      }
      if (child.kind === "TemplateData") return () => undefined;
      return this.positions.within(child, () => this.#shown(child, place));
    });
    return this.guarded(place, this.#each(pieces));
  }

  #each(pieces: readonly Execute[]): Execute {
    const [only] = pieces;
    if (pieces.length === 1 && only !== undefined) return only;
    const from = (state: State, out: Output, start: number): Signal | Promise<Signal> => {
      for (let i = start; i < pieces.length; i++) {
        const done = pieces[i]?.(state, out);
        if (done instanceof Promise) return done.then(() => from(state, out, i + 1));
      }
      return undefined;
    };
    return (state, out) => from(state, out, 0);
  }

  #knownText(child: nodes.TemplateData | nodes.Expression, place: Place): string | undefined {
    if (child.kind === "TemplateData") return child.text;
    const { hasFinalize, isNative, isOptimized } = this.options;
    if (hasFinalize || isNative || !isOptimized) return undefined;
    const folded = fold(child, this.options, { withContainers: true });
    if (folded === undefined) return undefined;
    const isEscaped = place.escaping === "volatile" ? place.outerEscaping : place.escaping;
    return isEscaped ? escapeToString(folded.value) : str(folded.value);
  }

  #shown(child: nodes.Expression, place: Place): Execute {
    const evaluate = this.expression(child, place);
    const { hasFinalize, isNative } = this.options;
    const escapes = this.escapes(place);
    const position = this.positions.at(child.lineno);
    return (state, out) => {
      state.activation.position = position;
      return this.after(evaluate(state), (value) =>
        this.after(
          hasFinalize ? this.settled(this.runtime.$finalize(state.context, value)) : value,
          (final) => {
            out.add(isNative ? final : escapes(state) ? escapeToString(final) : str(final));
            return undefined;
          },
        ),
      );
    };
  }

  /** Shows the value of an expression, as an output does. */
  protected show(evaluate: Evaluate, place: Place): Execute {
    const escapes = this.escapes(place);
    return (state, out) =>
      this.after(evaluate(state), (value) => {
        out.add(this.options.isNative ? value : escapes(state) ? escapeToString(value) : str(value));
        return undefined;
      });
  }

  /** The text that has been gathered, as a value. */
  protected gathered(place: Place): (state: State, out: Output) => unknown {
    const escapes = this.escapes(place);
    if (this.options.isNative) {
      return (state, out) => {
        const value = nativeConcat(out.values);
        return escapes(state) ? this.runtime.$mark(value) : value;
      };
    }
    return (state, out) => (escapes(state) ? new Markup(out.text) : out.text);
  }

  protected if(node: nodes.If, place: Place): Execute {
    const soft = { ...place, isSoft: true };
    const branches = node.branches.map(({ test, body }) => ({
      ...this.positions.within(test, () => ({
        position: this.positions.at(test.lineno),
        test: this.expression(test, soft),
      })),
      body: this.statements(body, soft),
    }));
    const otherwise = this.statements(node.otherwise, soft);
    const from = (state: State, out: Output, index: number): Signal | Promise<Signal> => {
      const branch = branches[index];
      if (branch === undefined) return otherwise(state, out);
      state.activation.position = branch.position;
      return this.after(branch.test(state), (value) =>
        truth(value) ? branch.body(state, out) : from(state, out, index + 1),
      );
    };
    return (state, out) => from(state, out, 0);
  }

  /** Takes a value apart into the variables of a target. */
  protected target(target: nodes.Expression, place: Place): Assign {
    if (target.kind === "Name") {
      const variable = place.scope.variable(target.name);
      return (state, value) => {
        state.variables[variable] = value;
      };
    }
    if (target.kind === "NSRef") {
      const namespace = this.name(target, place);
      return (state, value) => this.statementRuntime.$setAttribute(namespace(state), target.attribute, value);
    }
    const items = target.kind === "Tuple" ? target.items.map((item) => this.target(item, place)) : [];
    return (state, value) => {
      const values = this.statementRuntime.$unpack(value, items.length);
      for (const [index, item] of items.entries()) item(state, values[index]);
    };
  }

  /** Makes names that were just set visible where their place says. */
  protected publish(place: Place, names: readonly string[], isExported: boolean): (state: State) => void {
    const variables = names.map((name) => [name, place.scope.variable(name)] as const);
    return (state) => {
      for (const [name, variable] of variables) {
        const value = state.variables[variable];
        if (place.kind === "toplevel") state.context.set(name, value, isExported && !name.startsWith("_"));
        else if (place.showsNames) state.names?.set(name, value);
      }
    };
  }

  protected assign(node: nodes.Assign, place: Place): Execute {
    const value = this.expression(node.node, place);
    const assign = this.target(node.target, place);
    const publish = this.publish(place, namesOf(node.target), true);
    const position = this.positions.at(node.lineno);
    return (state) => {
      state.activation.position = position;
      return this.after(value(state), (given) => {
        assign(state, given);
        publish(state);
        return undefined;
      });
    };
  }

  /** A body whose text is gathered; what is made of it gets a state whose `text` it is. */
  #buffered(
    body: readonly nodes.Statement[],
    place: Place,
    needsOutputCheck = false,
  ): { place: Place; run: (state: State) => State | Promise<State> } {
    const scope = new Scope(place.scope);
    scope.analyse(body);
    const inside: Place = { ...place, scope, kind: "inner", needsOutputCheck, showsNames: false };
    const enter = this.enter(inside);
    const execute = this.statements(body, inside);
    const gathered = this.gathered(place);
    const run = (state: State): State | Promise<State> => {
      const inner = state.inner();
      enter(inner);
      const out = new Output(this.options.isNative);
      return this.chain(execute(inner, out), () => {
        inner.text = gathered(state, out);
        return inner;
      });
    };
    return { place: inside, run };
  }

  protected assignBlock(node: nodes.AssignBlock, place: Place): Execute {
    const { place: inside, run } = this.#buffered(node.body, place);
    const value: Evaluate =
      node.filter === undefined ? (state) => state.text : this.filter(node.filter, inside);
    const assign = this.target(node.target, place);
    const publish = this.publish(place, namesOf(node.target), true);
    return (state) =>
      this.after(run(state), (inner) =>
        this.after(value(inner as State), (given) => {
          assign(state, given);
          publish(state);
          return undefined;
        }),
      );
  }

  protected filterBlock(node: nodes.FilterBlock, place: Place): Execute {
    const { place: inside, run } = this.#buffered(node.body, place, place.needsOutputCheck);
    const filter = this.filter(node.filter, inside);
    return (state, out) =>
      this.after(run(state), (inner) =>
        this.after(filter(inner as State), (value) => {
          out.add(this.options.isNative ? value : str(value));
          return undefined;
        }),
      );
  }

  protected with(node: nodes.With, place: Place): Execute {
    const scope = new Scope(place.scope);
    for (const target of node.targets) scope.declareTarget(target);
    scope.analyse(node.body);
    const inside: Place = { ...place, scope, kind: "inner", showsNames: false };
    const values = this.all(node.values.map((value) => this.expression(value, place)));
    const targets = node.targets.map((target) => this.target(target, inside));
    const enter = this.enter(inside);
    const body = this.statements(node.body, inside);
    const position = this.positions.at(node.lineno);
    return (state, out) => {
      state.activation.position = position;
      return this.after(values(state), (given) => {
        const inner = state.inner();
        for (const [index, target] of targets.entries()) target(inner, (given as readonly unknown[])[index]);
        enter(inner);
        return body(inner, out);
      });
    };
  }

  protected autoescape(node: nodes.Autoescape, place: Place): Execute {
    const scope = new Scope(place.scope);
    scope.analyse(node.body);
    const value = this.expression(node.value, place);
    const known = fold(node.value, this.options);
    const escaping = known === undefined ? "volatile" : Boolean(known.value);
    const outerEscaping = escaping === "volatile" ? place.outerEscaping : escaping;
    const inside: Place = { ...place, scope, kind: "inner", escaping, outerEscaping, showsNames: false };
    const enter = this.enter(inside);
    const body = this.statements(node.body, inside);
    return (state, out) =>
      this.after(value(state), (given) => {
        const { evalContext } = state.context;
        const saved = evalContext.autoescape;
        evalContext.autoescape = truth(given);
        const inner = state.inner();
        enter(inner);
        return this.after(body(inner, out), (signal) => {
          evalContext.autoescape = saved;
          return signal as Signal;
        });
      });
  }

  /** Within a loop or block, what is set is shown to functions that are passed the context. */
  protected withNames(
    place: Place,
    body: readonly nodes.Statement[],
  ): { place: Place; open: (state: State) => void } {
    const below = descendantsOf(body);
    const sets = below.some(({ kind }) => kind === "Assign" || kind === "AssignBlock");
    if (!sets || !below.some(({ kind }) => kind === "Call")) return { place, open: () => {} };
    return {
      place: { ...place, showsNames: true },
      open: (state) => {
        state.names = new Map();
        state.callContext = state.context.showing(state.names);
      },
    };
  }

  /** The names that have been set, as a Map. */
  protected locals({ scope }: Place): (state: State) => Map<string, unknown> | undefined {
    const stored = [...scope.storedVariables()];
    if (stored.length === 0) return () => undefined;
    return (state) => new Map(stored.map(([name, variable]) => [name, state.variables[variable]]));
  }
}
