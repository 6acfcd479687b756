/** What a native template renders to: a value instead of text. */
import { Markup } from "../../markup/index.ts";
import { OperandTypeError, ValueError } from "../errors.ts";
import { literalEval } from "./literal.ts";
import { str } from "./text.ts";

/**
 * The parts of a rendered template as a value: a single part that is no text is itself, and text that is a
 * Python literal becomes its value. Jinja's `native_concat`.
 */
export function nativeConcat(parts: readonly unknown[]): unknown {
  if (parts.length === 0) return null;
  const [first] = parts;
  // Markup is text: {{ "12"|escape }} is a number too.
  if (parts.length === 1 && typeof first !== "string" && !(first instanceof Markup)) return first;
  const text = parts.map(str).join("");
  try {
    return literalEval(text);
  } catch (error) {
    if (error instanceof ValueError || error instanceof OperandTypeError)
      return parts.length === 1 ? first : text;
    throw error;
  }
}
