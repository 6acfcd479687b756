/** Loops and macros as closures. */
import { declareParameters } from "../compiler/macro-parameters.ts";
import { Scope } from "../compiler/scope.ts";
import { descendantsOf, findUndeclared } from "../compiler/walk.ts";
import { AsyncLoopContext, LoopContext } from "../runtime/loop-context.ts";
import { Macro } from "../runtime/macro.ts";
import type * as nodes from "../syntax/nodes.ts";
import { iterateUnpacked } from "../values/dict-view.ts";
import { isAsyncIterable, iterate } from "../values/iterate.ts";
import { nativeConcat } from "../values/native-concat.ts";
import { str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { Activation, Output, type State } from "./activation.ts";
import type { Evaluate, Place } from "./closer.ts";
import { type Execute, type Signal, StatementCloser } from "./statement-closures.ts";

/** What a loop does with its items. */
type Body = (state: State, out: Output, item: unknown, loop: unknown) => Signal | Promise<Signal>;

/** Lets through the items that a loop's condition holds for. */
type Filter = (state: State, items: unknown) => unknown;

/** Makes closures of loops and macros. */
export abstract class LoopCloser extends StatementCloser {
  protected abstract readonly template: unknown;

  /** Runs a function of the template; an error on its way out learns the line. */
  protected running(activation: Activation, place: string, run: () => unknown): unknown {
    const fail = (error: unknown): never => {
      const { lineno, column, end } = activation.position;
      throw this.runtime.$fail(error, this.template, [lineno, column, end], 0, place);
    };
    try {
      const result = run();
      return this.isAsync && result instanceof Promise ? result.catch(fail) : result;
    } catch (error) {
      return fail(error);
    }
  }

  protected for(node: nodes.For, outer: Place): Execute {
    this.#checkTargets(node);
    const scope = new Scope(outer.scope);
    const isExtended =
      node.isRecursive ||
      findUndeclared(node.body, ["loop"]).has("loop") ||
      descendantsOf(node.body).some((below) => below.kind === "Block" && below.isScoped);
    const loopVariable = isExtended ? scope.declareParameter("loop") : undefined;
    scope.declareTarget(node.target);
    scope.analyse(node.body);
    const iterable = this.expression(node.iterable, outer);
    const filter = node.test === undefined ? undefined : this.#loopFilter(node, node.test, outer);
    const frame: Place = { ...outer, scope, kind: "loop", showsNames: false, unset: new Set(outer.unset) };
    const body = this.#loopBody(node, frame, loopVariable);
    const otherwise = this.#otherwise(node, outer);
    const position = this.positions.at(node.lineno);
    const start: Evaluate = (state) => {
      state.activation.position = position;
      return iterable(state);
    };
    if (node.isRecursive) return this.#recursiveLoop(node, frame, start, filter, body, otherwise);
    const run = isExtended ? this.#extendedLoop(body, otherwise) : this.#plainLoop(node, body, otherwise);
    return (state, out) =>
      this.after(start(state), (items) =>
        run(state, out, filter === undefined ? items : filter(state, items), null, 0),
      );
  }

  #checkTargets(node: nodes.For): void {
    for (const below of [node.target, ...node.body].flatMap((n) => [n, ...descendantsOf(n)])) {
      const isAssignment = below.kind === "Assign" || below.kind === "AssignBlock";
      const target = isAssignment ? below.target : below === node.target ? below : undefined;
      if (target?.kind === "Name" && target.name === "loop") {
        throw this.fail("Can't assign to special loop variable in for-loop", target.lineno);
      }
    }
  }

  #loopBody(node: nodes.For, frame: Place, loopVariable: string | undefined): Body {
    const { place, open } = this.withNames(frame, node.body);
    const target = this.target(node.target, place);
    const enter = this.enter(place);
    const execute = this.statements(node.body, place);
    // A macro keeps the variables of the round it was made in; without one, all rounds can share theirs.
    const isShared =
      !place.showsNames &&
      !descendantsOf(node.body).some(({ kind }) => kind === "Macro" || kind === "CallBlock");
    return (state, out, item, loop) => {
      const inner = isShared ? state : state.inner();
      open(inner);
      if (loopVariable !== undefined) inner.variables[loopVariable] = loop;
      target(inner, item);
      enter(inner);
      return execute(inner, out);
    };
  }

  #otherwise(node: nodes.For, outer: Place): Execute {
    const scope = new Scope(outer.scope);
    scope.analyse(node.otherwise);
    const place: Place = { ...outer, scope, kind: "inner", showsNames: false };
    const enter = this.enter(place);
    const execute = this.statements(node.otherwise, place);
    return (state, out) => {
      const inner = state.inner();
      enter(inner);
      return execute(inner, out);
    };
  }

  #plainLoop(node: nodes.For, body: Body, otherwise: Execute) {
    const items = node.target.kind === "Tuple" ? iterateUnpacked : iterate;
    if (!this.isAsync) {
      return (state: State, out: Output, iterable: unknown): Signal | Promise<Signal> => {
        let isEmpty = true;
        for (const item of items(iterable)) {
          isEmpty = false;
          if (body(state, out, item, undefined) === "break") break;
        }
        return isEmpty ? otherwise(state, out) : undefined;
      };
    }
    return async (state: State, out: Output, iterable: unknown): Promise<Signal> => {
      let isEmpty = true;
      for await (const item of isAsyncIterable(iterable) ? iterable : items(iterable)) {
        isEmpty = false;
        if ((await body(state, out, item, undefined)) === "break") break;
      }
      return isEmpty ? otherwise(state, out) : undefined;
    };
  }

  #extendedLoop(body: Body, otherwise: Execute) {
    const undefinedClass = this.environment.undefined;
    if (!this.isAsync) {
      return (
        state: State,
        out: Output,
        iterable: unknown,
        recurse: ((items: unknown, depth: number) => unknown) | null,
        depth: number,
      ): Signal | Promise<Signal> => {
        const loop = new LoopContext(iterable, undefinedClass, recurse, depth);
        while (loop.step()) if (body(state, out, loop.current, loop) === "break") break;
        return loop.isEmpty ? otherwise(state, out) : undefined;
      };
    }
    return async (
      state: State,
      out: Output,
      iterable: unknown,
      recurse: ((items: unknown, depth: number) => unknown) | null,
      depth: number,
    ): Promise<Signal> => {
      const loop = new AsyncLoopContext(iterable, undefinedClass, recurse, depth);
      while (await loop.step()) if ((await body(state, out, loop.current, loop)) === "break") break;
      return loop.isEmpty ? otherwise(state, out) : undefined;
    };
  }

  #loopFilter(node: nodes.For, test: nodes.Expression, outer: Place): Filter {
    const scope = new Scope(outer.scope);
    scope.declareTarget(node.target);
    scope.analyse(test);
    const place: Place = { ...outer, scope, kind: "inner" };
    const target = this.target(node.target, place);
    const enter = this.enter(place);
    const condition = this.expression(test, place);
    const asked = (state: State, item: unknown): unknown => {
      const inner = state.inner();
      target(inner, item);
      enter(inner);
      return condition(inner);
    };
    if (!this.isAsync) {
      return function* (state: State, items: unknown) {
        for (const item of iterate(items)) if (truth(asked(state, item))) yield item;
      };
    }
    return async function* (state: State, items: unknown) {
      for await (const item of isAsyncIterable(items) ? items : iterate(items)) {
        if (truth(await asked(state, item))) yield item;
      }
    };
  }

  #recursiveLoop(
    node: nodes.For,
    frame: Place,
    start: Evaluate,
    filter: Filter | undefined,
    body: Body,
    otherwise: Execute,
  ): Execute {
    const run = this.#extendedLoop(body, otherwise);
    const gathered = this.gathered(frame);
    const position = this.positions.at(node.lineno);
    const text = (state: State, items: unknown): unknown => {
      const recurse = (inner: unknown, depth: number): unknown => {
        const activation = new Activation();
        activation.parent = state.activation.parent;
        activation.position = position;
        return this.running(activation, "loop", () => {
          const own = state.inner(activation);
          const out = new Output(this.options.isNative);
          const filtered = filter === undefined ? inner : filter(own, inner);
          return this.chain(run(own, out, filtered, recurse, depth), () => gathered(own, out));
        });
      };
      return recurse(items, 0);
    };
    return (state, out) =>
      this.after(start(state), (items) =>
        this.after(text(state, items), (value) => {
          out.add(this.options.isNative ? value : str(value));
          return undefined;
        }),
      );
  }

  protected macro(node: nodes.Macro, place: Place): Execute {
    const make = this.macroObject(node, node.name, place);
    const variable = place.scope.variable(node.name);
    const publish = place.kind === "toplevel" ? this.publish(place, [node.name], true) : () => {};
    return (state) => {
      state.variables[variable] = make(state);
      publish(state);
      return undefined;
    };
  }

  protected callBlock(node: nodes.CallBlock, place: Place): Execute {
    const call = this.call(node.call, place, this.macroObject(node, null, place));
    return this.show(call, place);
  }

  protected macroObject(node: nodes.Macro | nodes.CallBlock, name: string | null, outer: Place): Evaluate {
    const { scope, names, parameters, firstDefault, flags } = declareParameters(
      node,
      outer.scope,
      (message, line) => this.fail(message, line),
    );
    const place: Place = {
      ...outer,
      scope,
      kind: "inner",
      needsOutputCheck: false,
      showsNames: false,
      unset: new Set(parameters.slice(0, names.length)),
    };
    const enter = this.enter(place);
    const presets = names.map((parameter, index) => {
      const variable = scope.variable(parameter);
      const preset = index < firstDefault ? undefined : node.defaults[index - firstDefault];
      const value: Evaluate =
        preset === undefined ? () => this.runtime.$notProvided(parameter) : this.expression(preset, place);
      place.unset.delete(variable);
      return { variable, value };
    });
    const execute = this.statements(node.body, place);
    const fill = (state: State, index: number): unknown => {
      for (let i = index; i < presets.length; i++) {
        const preset = presets[i];
        if (preset === undefined || state.variables[preset.variable] !== undefined) continue;
        const value = preset.value(state);
        if (this.isAsync && value instanceof Promise) {
          return value.then((given) => {
            state.variables[preset.variable] = given;
            return fill(state, i + 1);
          });
        }
        state.variables[preset.variable] = value;
      }
      return undefined;
    };
    const label = name === null ? "call block" : `macro '${name}'`;
    return (state) => {
      const run = (...args: unknown[]): unknown => {
        const activation = new Activation();
        return this.running(activation, label, () => {
          const own = state.inner(activation);
          for (const [index, variable] of parameters.entries()) own.variables[variable] = args[index];
          enter(own);
          const out = new Output(this.options.isNative);
          return this.chain(fill(own, 0), () =>
            this.chain(execute(own, out), () =>
              this.options.isNative ? nativeConcat(out.values) : out.text,
            ),
          );
        });
      };
      return new Macro(state.context, run, name, names, flags);
    };
  }
}
