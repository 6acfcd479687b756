/** Expressions as closures. */
import { Tuple } from "../../python/index.ts";
import { fold } from "../compiler/fold.ts";
import { extensionMethod } from "../extensions/extension.ts";
import type * as nodes from "../syntax/nodes.ts";
import { callMethod } from "../values/attributes.ts";
import { Builtin } from "../values/builtin.ts";
import type { Keywords } from "../values/call.ts";
import { contains, eq, ge, gt, le, lt, ne } from "../values/compare.ts";
import { Dict } from "../values/dict.ts";
import { markupJoin, strJoin } from "../values/escape.ts";
import { iterate } from "../values/iterate.ts";
import { add, div, floordiv, mod, mul, neg, pos, pow, sub } from "../values/operators.ts";
import { slice } from "../values/slice.ts";
import { truth } from "../values/truth.ts";
import type { State } from "./activation.ts";
import { Closer, type Evaluate, type Place } from "./closer.ts";

const BINARY = { "+": add, "-": sub, "*": mul, "/": div, "//": floordiv, "%": mod, "**": pow } as const;

const COMPARE: Readonly<Record<nodes.Comparison, (left: unknown, right: unknown) => boolean>> = {
  "==": eq,
  "!=": ne,
  "<": lt,
  "<=": le,
  ">": gt,
  ">=": ge,
  in: (item, container) => contains(container, item),
  "not in": (item, container) => !contains(container, item),
};

/** The arguments of a call. */
type Given = { readonly args: readonly unknown[]; readonly keywords: Keywords | undefined };

/** Makes closures of expressions. */
export class ExpressionCloser extends Closer {
  /** The value of an expression. */
  expression(node: nodes.Expression, place: Place): Evaluate {
    if (this.options.isOptimized && node.kind !== "Const") {
      const folded = fold(node, this.options);
      if (folded !== undefined) return () => folded.value;
    }
    switch (node.kind) {
      case "Name":
        return this.name(node, place);
      case "NSRef": {
        const name = this.name(node, place);
        return (state) => this.runtime.$getattr(name(state), node.attribute);
      }
      case "Const":
        return () => node.value;
      case "Tuple": {
        const items = this.#list(node.items, place);
        return (state) => this.chain(items(state), (values) => Tuple.from(values as unknown[]));
      }
      case "List":
        return this.#list(node.items, place);
      case "Dict":
        return this.#dict(node, place);
      case "Getattr": {
        const value = this.expression(node.node, place);
        return this.at(node.lineno, (state) =>
          this.chain(value(state), (object) => this.settled(this.runtime.$getattr(object, node.attribute))),
        );
      }
      case "Getitem":
        return this.#getitem(node, place);
      case "Slice":
        return () => null;
      case "Call":
        return this.call(node, place, undefined);
      case "Filter":
        return this.filter(node, place);
      case "Test":
        return this.#test(node, place);
      case "Binary":
        return this.#binary(node, place);
      case "Unary":
        return this.#unary(node, place);
      case "And":
      case "Or": {
        const left = this.expression(node.left, place);
        const right = this.expression(node.right, place);
        const isAnd = node.kind === "And";
        return (state) => this.chain(left(state), (value) => (truth(value) === isAnd ? right(state) : value));
      }
      case "Not": {
        const value = this.expression(node.node, place);
        return (state) => this.chain(value(state), (given) => !truth(given));
      }
      case "Concat": {
        const parts = this.#list(node.nodes, place);
        const escapes = this.escapes(place);
        return (state) =>
          this.chain(parts(state), (values) =>
            (escapes(state) ? markupJoin : strJoin)(values as readonly unknown[]),
          );
      }
      case "Compare":
        return this.#compare(node, place);
      case "CondExpr":
        return this.#condition(node, place);
      case "ExtensionMethod":
        return () => extensionMethod(this.environment.extensions.get(node.extension), node.method);
      case "MarkSafe": {
        const value = this.expression(node.node, place);
        const escapes = node.isAlways ? () => true : this.escapes(place);
        return (state) =>
          this.chain(value(state), (given) => (escapes(state) ? this.runtime.$mark(given) : given));
      }
    }
  }

  #list(items: readonly nodes.Expression[], place: Place): Evaluate {
    return this.all(items.map((item) => this.expression(item, place)));
  }

  protected name({ name, lineno }: nodes.Name | nodes.NSRef, place: Place): Evaluate {
    const variable = place.scope.variable(name);
    const load = place.scope.loadOf(variable);
    if (load?.from === "parameter" && !place.unset.has(variable)) return (state) => state.variables[variable];
    const position = this.positions.at(lineno);
    return (state) => {
      const value = state.variables[variable];
      if (value !== undefined) return value;
      state.activation.position = position;
      return this.runtime.$undefined(name);
    };
  }

  #dict(node: nodes.Dict, place: Place): Evaluate {
    const parts = this.#list(
      node.items.flatMap(({ key, value }) => [key, value]),
      place,
    );
    return (state) =>
      this.chain(parts(state), (values) => {
        const dict = new Dict();
        const flat = values as readonly unknown[];
        for (let i = 0; i < flat.length; i += 2) dict.set(flat[i], flat[i + 1]);
        return dict;
      });
  }

  #getitem(node: nodes.Getitem, place: Place): Evaluate {
    const { key, lineno } = node;
    const value = this.expression(node.node, place);
    if (key.kind === "Slice") {
      const bounds = [key.start, key.stop, key.step].map((bound) =>
        bound === undefined ? () => null : this.expression(bound, place),
      );
      const parts = this.all([value, ...bounds]);
      return this.at(lineno, (state) =>
        this.chain(parts(state), (given) => {
          const [object, start, stop, step] = given as readonly unknown[];
          return slice(object, start, stop, step);
        }),
      );
    }
    const parts = this.all([value, this.expression(key, place)]);
    return this.at(lineno, (state) =>
      this.chain(parts(state), (given) => {
        const [object, item] = given as readonly unknown[];
        return this.settled(this.runtime.$getitem(object, item));
      }),
    );
  }

  /** The arguments of a call; the values in front are among the positional ones. */
  #arguments(
    node: nodes.Arguments,
    place: Place,
    first: readonly Evaluate[],
    caller: Evaluate | undefined,
  ): (state: State) => unknown {
    const count = first.length + node.args.length;
    const parts = this.all([
      ...first,
      ...node.args.map((arg) => this.expression(arg, place)),
      ...node.keywords.map(({ value }) => this.expression(value, place)),
      ...(node.dynArgs === undefined ? [] : [this.expression(node.dynArgs, place)]),
      ...(node.dynKeywords === undefined ? [] : [this.expression(node.dynKeywords, place)]),
      ...(caller === undefined ? [] : [caller]),
    ]);
    const isPlain =
      node.keywords.length === 0 &&
      node.dynArgs === undefined &&
      node.dynKeywords === undefined &&
      caller === undefined;
    return (state) =>
      this.chain(parts(state), (given): Given => {
        const values = given as readonly unknown[];
        if (isPlain) return { args: values, keywords: undefined };
        let next = count;
        const pairs = node.keywords.map(({ key }): [string, unknown] => [key, values[next++]]);
        const spread = node.dynArgs === undefined ? [] : [...iterate(values[next++])];
        const more = node.dynKeywords === undefined ? undefined : values[next++];
        if (caller !== undefined) pairs.push(["caller", values[next]]);
        const args = [...values.slice(0, count), ...spread];
        const hasKeywords = pairs.length > 0 || node.dynKeywords !== undefined;
        return { args, keywords: hasKeywords ? this.runtime.$keywords(pairs, more) : undefined };
      });
  }

  /** A call; that of a call block hands over the block as `caller`. */
  protected call(node: nodes.Call, place: Place, caller: Evaluate | undefined): Evaluate {
    const callee = node.node;
    const position = this.positions.at(node.lineno);
    if (callee.kind === "Getattr" && !this.options.isSandboxed && !this.isAsync) {
      const given = this.#arguments(node, place, [this.expression(callee.node, place)], caller);
      return this.at(node.lineno, (state) => {
        const { args, keywords } = given(state) as Given;
        state.activation.position = position;
        return callMethod(state.callContext, args[0], callee.attribute, args.slice(1), keywords);
      });
    }
    const given = this.#arguments(node, place, [this.expression(callee, place)], caller);
    return this.at(node.lineno, (state) =>
      this.chain(given(state), (found) => {
        const { args, keywords } = found as Given;
        state.activation.position = position;
        return this.settled(this.runtime.$call(state.callContext, args[0], args.slice(1), keywords));
      }),
    );
  }

  /** A filter applied to its node, or to the text that a block has gathered. */
  protected filter(node: nodes.Filter, place: Place): Evaluate {
    if (!this.options.hasFilter(node.name) && !place.isSoft) {
      throw this.fail(`No filter named '${node.name}'.`, node.lineno);
    }
    const value: Evaluate =
      node.node === undefined ? (state) => state.text : this.expression(node.node, place);
    return this.#applied(node, place, value, (name) => this.runtime.$filter(name));
  }

  #test(node: nodes.Test, place: Place): Evaluate {
    if (!this.options.hasTest(node.name) && !place.isSoft) {
      throw this.fail(`No test named '${node.name}'.`, node.lineno);
    }
    return this.#applied(node, place, this.expression(node.node, place), (name) => this.runtime.$test(name));
  }

  #applied(
    node: nodes.Filter | nodes.Test,
    place: Place,
    value: Evaluate,
    find: (name: string) => unknown,
  ): Evaluate {
    const given = this.#arguments(node, place, [value], undefined);
    const position = this.positions.at(node.lineno);
    return this.at(node.lineno, (state) =>
      this.chain(given(state), (found) => {
        const { args, keywords } = found as Given;
        state.activation.position = position;
        const callee = find(node.name);
        if (keywords === undefined && callee instanceof Builtin && callee.accepts(args.length)) {
          return this.settled(callee.run(state.context, ...args));
        }
        return this.settled(this.runtime.$call(state.context, callee, args, keywords));
      }),
    );
  }

  #binary(node: nodes.Binary, place: Place): Evaluate {
    const left = this.expression(node.left, place);
    const right = this.expression(node.right, place);
    const { operator, lineno } = node;
    const operate = BINARY[operator];
    if (this.options.interceptsBinary(operator)) {
      return this.at(lineno, (state) =>
        this.chain(left(state), (a) =>
          this.chain(right(state), (b) => this.environment.callBinop?.(state.callContext, operator, a, b)),
        ),
      );
    }
    return this.at(lineno, (state) =>
      this.chain(left(state), (a) => this.chain(right(state), (b) => operate(a, b))),
    );
  }

  #unary(node: nodes.Unary, place: Place): Evaluate {
    const value = this.expression(node.node, place);
    const { operator, lineno } = node;
    const operate = operator === "-" ? neg : pos;
    const isIntercepted = this.options.interceptsUnary(operator);
    return this.at(lineno, (state) =>
      this.chain(value(state), (given) =>
        isIntercepted ? this.environment.callUnop?.(state.callContext, operator, given) : operate(given),
      ),
    );
  }

  #compare(node: nodes.Compare, place: Place): Evaluate {
    const first = this.expression(node.node, place);
    const rest = node.operations.map(({ operator, node: operand }) => ({
      test: COMPARE[operator],
      operand: this.expression(operand, place),
    }));
    const from = (state: State, index: number, left: unknown): unknown => {
      const operation = rest[index];
      if (operation === undefined) return true;
      return this.chain(operation.operand(state), (right) =>
        operation.test(left, right) ? from(state, index + 1, right) : false,
      );
    };
    return this.at(node.lineno, (state) => this.chain(first(state), (left) => from(state, 0, left)));
  }

  #condition(node: nodes.CondExpr, place: Place): Evaluate {
    const soft = { ...place, isSoft: true };
    const test = this.expression(node.test, place);
    const value = this.expression(node.value, soft);
    const otherwise =
      node.otherwise === undefined ? () => this.runtime.$noElse() : this.expression(node.otherwise, soft);
    return (state) => this.chain(test(state), (given) => (truth(given) ? value : otherwise)(state));
  }
}
