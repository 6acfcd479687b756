/** `str.format` and `str.format_map`, of text and of `Markup`. */
import { Markup } from "../../../markup/index.ts";
import { AttributeError, KeyError, OperandTypeError, ValueError } from "../../errors.ts";
import { VariadicBuiltin } from "../builtin.ts";
import { type Dictionary, isDictionary } from "../dict.ts";
import type { CallContext } from "../environment.ts";
import { escapeToString, hasHTML } from "../escape.ts";
import { formatValue } from "../format-spec.ts";
import { type FieldAccess, formatString } from "../str-format.ts";
import { repr } from "../text.ts";
import { typeName } from "../type-name.ts";
import { Undefined } from "../undefined.ts";

/** Finds an attribute or item; `undefined` if there is none. */
type Find = (value: unknown, key: string) => unknown;

/**
 * Makes the two methods.
 *
 * @param attribute - How Python's `getattr` finds an attribute.
 * @param item - How an item is found.
 */
export function makeFormatMethods(
  attribute: Find,
  item: (value: unknown, key: unknown) => unknown,
): Map<string, VariadicBuiltin> {
  const run = (
    context: CallContext,
    self: unknown,
    args: readonly unknown[],
    keywords: Dictionary,
  ): string | Markup => {
    const fields = fieldAccess(context, attribute, item, self instanceof Markup);
    const text = formatString(String(self), args, keywords, fields);
    return self instanceof Markup ? new Markup(text) : text;
  };
  return new Map([
    [
      "format",
      new VariadicBuiltin("format", (context, [self, ...args], keywords) =>
        run(context, self, args, new Map(keywords ?? [])),
      ),
    ],
    [
      "format_map",
      new VariadicBuiltin("format_map", (context, [self, mapping, ...rest], keywords) => {
        if (mapping === undefined || rest.length > 0 || (keywords !== undefined && keywords.size > 0)) {
          throw new OperandTypeError("format_map() takes exactly one argument");
        }
        if (!isDictionary(mapping)) throw new OperandTypeError("format_map() argument must be a dictionary");
        return run(context, self, [], mapping);
      }),
    ],
  ]);
}

function fieldAccess(
  { environment }: CallContext,
  attribute: Find,
  item: (value: unknown, key: unknown) => unknown,
  escapes: boolean,
): FieldAccess {
  // A sandbox refuses unsafe attributes here as everywhere; the way through the format was an escape from it.
  if (environment.isSandboxed) {
    return {
      attribute: (value, name) => environment.getattr(value, name),
      item: (value, key) => environment.getitem(value, key),
      format: escapes ? formatEscaped : formatValue,
    };
  }
  return {
    attribute(value, name) {
      if (value instanceof Undefined) return value.getattr(name);
      const found = attribute(value, name);
      if (found !== undefined) return found;
      throw new AttributeError(`'${typeName(value)}' object has no attribute '${name}'`);
    },
    item(value, key) {
      if (value instanceof Undefined) return value.getattr(key);
      const found = item(value, key);
      if (found !== undefined) return found;
      throw new KeyError(repr(key));
    },
    format: escapes ? formatEscaped : formatValue,
  };
}

function formatEscaped(value: unknown, spec: string): string {
  if (!hasHTML(value)) return escapeToString(formatValue(value, spec));
  if (spec !== "") {
    throw new ValueError(`Format specifier ${spec} given, but ${typeName(value)} gives its own HTML`);
  }
  return value.__html__();
}
