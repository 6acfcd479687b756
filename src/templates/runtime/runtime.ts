/** The functions that compiled templates call. */
import { Markup } from "../../markup/index.ts";
import { Tuple } from "../../python/index.ts";
import { OperandTypeError, TemplateRuntimeError, ValueError } from "../errors.ts";
import { extensionMethod } from "../extensions/extension.ts";
import { asyncFilters } from "../filters/async.ts";
import { builtinFilters } from "../filters/builtin-filters.ts";
import { Namespace } from "../globals/namespace.ts";
import { callMethod, isPlain } from "../values/attributes.ts";
import { Builtin } from "../values/builtin.ts";
import { call, type Keywords } from "../values/call.ts";
import { contains, eq, ge, gt, le, lt, ne } from "../values/compare.ts";
import { Dict, entriesOrNothing } from "../values/dict.ts";
import { iterateUnpacked } from "../values/dict-view.ts";
import type { CallContext } from "../values/environment.ts";
import { escapeToString, markupJoin, strJoin } from "../values/escape.ts";
import { Float } from "../values/float.ts";
import { isAsyncIterable, itemsOf, iterate } from "../values/iterate.ts";
import { nativeConcat } from "../values/native-concat.ts";
import { add, div, floordiv, mod, mul, neg, pos, pow, sub } from "../values/operators.ts";
import { slice } from "../values/slice.ts";
import { str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { typeName } from "../values/type-name.ts";
import { Undefined } from "../values/undefined.ts";
import { joinAsyncPieces, joinPieces, TemplateReference } from "./block-reference.ts";
import type { VariantName } from "./compiled.ts";
import type { Context } from "./context.ts";
import { AsyncLoopContext, LoopContext } from "./loop-context.ts";
import { Macro } from "./macro.ts";
import { type Located, passed } from "./trace.ts";

/** A filter or test, ready to be called with a context, a value and arguments. */
type Direct = (context: CallContext, ...args: unknown[]) => unknown;

/** What the runtime needs of the environment beyond values. */
export interface TemplateSource {
  readonly undefined: new (hint?: string | null, object?: unknown, name?: unknown) => Undefined;
  readonly filters: ReadonlyMap<string, unknown>;
  readonly tests: ReadonlyMap<string, unknown>;
  readonly finalize: unknown;
  readonly isSandboxed: boolean;
  getattr(value: unknown, name: string): unknown;
  getitem(value: unknown, key: unknown): unknown;
  call(context: CallContext, callee: unknown, args: readonly unknown[], keywords?: Keywords): unknown;
}

/** Makes the functions for the templates of one environment. */
export function makeRuntime(env: TemplateSource, variant: VariantName): Readonly<Record<string, unknown>> {
  const isAsync = variant === "async" || variant === "asyncStream";

  const find = (kind: "filter" | "test", name: string): unknown => {
    const found = (kind === "filter" ? env.filters : env.tests).get(name);
    if (found === undefined) return unknown(kind, name);
    if (isAsync && kind === "filter" && found === builtinFilters.get(name))
      return asyncFilters.get(name) ?? found;
    return found;
  };

  return {
    ...STATIC,
    $filter: (name: string) => find("filter", name),
    $test: (name: string) => find("test", name),
    $getattr: (value: unknown, name: string) => env.getattr(value, name),
    $getitem: (value: unknown, key: unknown) => env.getitem(value, key),
    $undefined: (name: string) => new env.undefined(null, undefined, name),
    $notProvided: (name: string) =>
      new env.undefined(`parameter '${name}' was not provided`, undefined, name),
    $call: env.isSandboxed
      ? (context: CallContext, callee: unknown, args: readonly unknown[], keywords?: Keywords) =>
          env.call(context, callee, args, keywords)
      : call,
    $finalize: (context: CallContext, value: unknown) => call(context, env.finalize, [value]),
  };
}

const STATIC = {
  $add: add,
  $sub: sub,
  $mul: mul,
  $div: div,
  $floordiv: floordiv,
  $mod: mod,
  $pow: pow,
  $neg: neg,
  $pos: pos,
  $eq: eq,
  $ne: ne,
  $lt: lt,
  $le: le,
  $gt: gt,
  $ge: ge,
  $isIn: (item: unknown, container: unknown): boolean => contains(container, item),
  $truth: truth,
  $str: str,
  $escape: escapeToString,
  $strJoin: strJoin,
  $markupJoin: markupJoin,
  $markup: (text: string): Markup => new Markup(text),
  $mark: (value: unknown): Markup => (value instanceof Markup ? value : new Markup(str(value))),
  $same: (value: unknown): unknown => value,
  $iterate: iterate,
  $iterateUnpacked: iterateUnpacked,
  $asyncItems: (value: unknown): Iterable<unknown> | AsyncIterable<unknown> =>
    isAsyncIterable(value) ? value : iterate(value),
  $unpack: unpack,
  $slice: slice,
  $isPlain: isPlain,
  // Also under a strict environment the plain class, as Jinja does.
  $noElse: (): Undefined =>
    new Undefined("the inline if-expression evaluated to false and no else section was defined."),
  $callMethod: callMethod,
  $keywords: keywordsOf,
  $direct: direct,
  $none: (value: unknown): unknown => (value === undefined ? null : value),
  $Tuple: Tuple,
  $Dict: Dict,
  $Float: Float,
  $LoopContext: LoopContext,
  $AsyncLoopContext: AsyncLoopContext,
  $Macro: Macro,
  $self: (context: Context): TemplateReference => new TemplateReference(context),
  $extendedTwice: (): Error => new TemplateRuntimeError("extended multiple times"),
  $setAttribute: setAttribute,
  $join: joinPieces,
  $joinAsync: joinAsyncPieces,
  $nativeConcat: nativeConcat,
  $extensionMethod: extensionMethod,
  $fail: (
    error: unknown,
    template: Located,
    places: readonly number[],
    index: number,
    place: string,
  ): unknown => {
    const [lineno = 0, column = 0, end = 0] = places.slice(index, index + 3);
    return passed(error, template, { lineno, column, end }, place);
  },
};

/** A filter that was unknown when the template was compiled is an error only where it is used. */
function unknown(kind: "filter" | "test", name: string): () => never {
  return () => {
    throw new TemplateRuntimeError(`No ${kind} named '${name}' found.`);
  };
}

/** A filter or test as a function; the binding of arguments is skipped where it can be. */
function direct(callee: unknown, count: number): Direct {
  if (callee instanceof Builtin && callee.accepts(count)) return callee.run;
  return (context, ...args) => call(context, callee, args);
}

function unpack(value: unknown, count: number): readonly unknown[] {
  const items = itemsOf(value);
  if (items.length === count) return items;
  throw new ValueError(
    items.length > count
      ? `too many values to unpack (expected ${count})`
      : `not enough values to unpack (expected ${count}, got ${items.length})`,
  );
}

/** The keywords of a call, those behind `**` among them; none may come twice. */
function keywordsOf(pairs: readonly (readonly [string, unknown])[], spread?: unknown): Keywords {
  const keywords = new Map<string, unknown>();
  const put = (name: string, value: unknown): void => {
    if (keywords.has(name)) {
      throw new OperandTypeError(`the call got multiple values for keyword argument '${name}'`);
    }
    keywords.set(name, value);
  };
  for (const [name, value] of pairs) put(name, value);
  if (spread === undefined) return keywords;
  const entries = entriesOrNothing(spread);
  if (entries === undefined) {
    throw new OperandTypeError(`argument after ** must be a mapping, not ${typeName(spread)}`);
  }
  for (const [name, value] of entries) put(str(name), value);
  return keywords;
}

function setAttribute(namespace: unknown, name: string, value: unknown): void {
  if (!(namespace instanceof Namespace)) {
    throw new TemplateRuntimeError("cannot assign attribute on non-namespace object");
  }
  namespace.__setitem__(name, value);
}
