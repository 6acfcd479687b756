/** What a converter's constructor reads of its arguments, and how it shows a value that it refuses. */
import { pythonText } from "../python/index.ts";
import type { ConverterArgument, ConverterArguments } from "./converter-arguments.ts";

/** The arguments by their names; those without a name take the names in order. */
export function namedArguments(
  { positional, named }: ConverterArguments,
  names: readonly string[],
): ReadonlyMap<string, ConverterArgument> {
  if (positional.length > names.length) {
    throw new Error(`there are ${positional.length} arguments, and it takes ${names.length || "none"}`);
  }
  const given = new Map(positional.map((value, index) => [names[index] as string, value]));
  for (const [name, value] of named) {
    if (!names.includes(name)) {
      throw new Error(`it has no argument ${name}; there are ${names.join(", ") || "none"}`);
    }
    if (given.has(name)) throw new Error(`the argument ${name} is there twice`);
    given.set(name, value);
  }
  return given;
}

/** The argument that must be a whole number from 0, if it is given. */
export function wholeNumber(given: ReadonlyMap<string, ConverterArgument>, name: string): number | undefined {
  const value = anyNumber(given, name);
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value;
  throw new Error(`${name} must be a whole number from 0, not ${value}`);
}

/** The argument that must be a number, if it is given. */
export function anyNumber(given: ReadonlyMap<string, ConverterArgument>, name: string): number | undefined {
  const value = given.get(name) ?? undefined;
  if (value === undefined || typeof value === "number") return value;
  throw new Error(`${name} must be a number, not ${JSON.stringify(value)}`);
}

/** A value as an error message shows it. */
export function describe(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : pythonText(value);
}
