/** `soft_str`: text as it is, also `Markup`; everything else as Python prints it. */
import { Markup } from "../../markup/index.ts";
import { callMethod } from "../values/attributes.ts";
import type { CallContext } from "../values/environment.ts";
import { str } from "../values/text.ts";

/** A value as text, `Markup` left as it is. */
export function softText(value: unknown): string | Markup {
  return typeof value === "string" || value instanceof Markup ? value : str(value);
}

/** Calls a method of `str` or `Markup` on a value's text. */
export function softMethod(
  context: CallContext,
  value: unknown,
  name: string,
  ...args: readonly unknown[]
): string | Markup {
  return callMethod(context, softText(value), name, args) as string | Markup;
}
