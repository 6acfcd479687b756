/** The converters that every rule knows: Werkzeug's, with the same expressions, weights and limits. */
import { pythonText, UUID } from "../python/index.ts";
import type { Atom } from "./atom-match.ts";
import { BaseConverter, type ConverterClass } from "./base-converter.ts";
import type { ConverterArguments } from "./converter-arguments.ts";
import { describe, namedArguments, wholeNumber } from "./converter-options.ts";
import { escapePattern } from "./escape-pattern.ts";
import { FloatConverter, IntegerConverter } from "./number-converters.ts";
import { pathText } from "./url-text.ts";

const SLASH = 0x2f;
const LINE_FEED = 0x0a;
const isNoSlash = (code: number): boolean => code !== SLASH;

/** `<string(minlength=1, maxlength=…, length=…):name>`, also `<name>`: text without a slash. */
export class StringConverter extends BaseConverter<string> {
  override readonly regex: string;
  override readonly partIsolating: boolean = true;
  override readonly atoms: readonly Atom[];
  readonly #min: number;
  readonly #max: number;

  constructor(args: ConverterArguments) {
    super();
    const given = namedArguments(args, ["minlength", "maxlength", "length"]);
    const length = wholeNumber(given, "length");
    const longest = length ?? wholeNumber(given, "maxlength");
    this.#min = length ?? wholeNumber(given, "minlength") ?? 1;
    this.#max = longest ?? Number.POSITIVE_INFINITY;
    this.regex = `[^/]{${length ?? `${this.#min},${longest ?? ""}`}}`;
    this.atoms = [{ kind: "run", accepts: isNoSlash, min: this.#min, max: this.#max, lazy: false }];
  }

  override accepts(text: string): boolean {
    if (text.length < this.#min) return false;
    if (this.#max === Number.POSITIVE_INFINITY && this.#min <= 1) return true;
    // Characters count, not halves of them.
    let length = 0;
    for (const _ of text) if (++length > this.#max) return false;
    return length >= this.#min;
  }
}

/** `<path:name>`: text with slashes, not at its start. */
export class PathConverter extends BaseConverter<string> {
  override readonly regex: string = "[^/].*?";
  override readonly weight: number = 200;
  override readonly partIsolating: boolean = false;
  override readonly atoms: readonly Atom[] = [
    { kind: "run", accepts: isNoSlash, min: 1, max: 1, lazy: false },
    {
      kind: "run",
      accepts: (code) => code !== LINE_FEED,
      min: 0,
      max: Number.POSITIVE_INFINITY,
      lazy: true,
    },
  ];

  constructor(args: ConverterArguments) {
    super();
    namedArguments(args, []);
  }

  override accepts(text: string): boolean {
    return text !== "" && text.charCodeAt(0) !== SLASH && text.indexOf("\n", 1) === -1;
  }
}

/** `<any(about, "a b"):page>`: one of the texts that are listed. */
export class AnyConverter extends BaseConverter<string> {
  override readonly regex: string;
  override readonly partIsolating: boolean = true;
  override readonly atoms: readonly Atom[];
  readonly #items: ReadonlySet<string>;

  constructor(args: ConverterArguments) {
    super();
    if (args.named.size > 0) throw new Error("any takes texts, without names");
    if (args.positional.length === 0) throw new Error("any needs the texts it takes, such as any(a, b)");
    const items = args.positional.map((item) => pythonText(item));
    this.#items = new Set(items);
    this.regex = `(?:${items.map((item) => escapePattern(item)).join("|")})`;
    this.atoms = [{ kind: "choice", texts: items }];
  }

  override accepts(text: string): boolean {
    return this.#items.has(text);
  }

  override toUrl(value: string): string {
    if (this.#items.has(value)) return pathText(value);
    const items = [...this.#items].map((item) => JSON.stringify(item)).join(", ");
    throw new TypeError(`expected one of ${items}, not ${describe(value)}`);
  }
}

/** `<uuid:id>`: a UUID with its hyphens, in either case. */
export class UUIDConverter extends BaseConverter<UUID> {
  override readonly regex: string =
    "[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}";
  override readonly atoms: readonly Atom[] = [8, 4, 4, 4, 12].flatMap((digits, index): Atom[] => {
    const run: Atom = { kind: "run", accepts: isHexDigit, min: digits, max: digits, lazy: false };
    return index === 0 ? [run] : [{ kind: "text", text: "-" }, run];
  });

  constructor(args: ConverterArguments) {
    super();
    namedArguments(args, []);
  }

  override toValue(text: string): UUID {
    return new UUID(text);
  }

  override toUrl(value: UUID): string {
    return pathText(pythonText(value));
  }
}

/** The converters by the names that rules use. */
export const DEFAULT_CONVERTERS: ReadonlyMap<string, ConverterClass> = new Map<string, ConverterClass>([
  ["default", StringConverter],
  ["string", StringConverter],
  ["any", AnyConverter],
  ["path", PathConverter],
  ["int", IntegerConverter],
  ["float", FloatConverter],
  ["uuid", UUIDConverter],
]);

function isHexDigit(code: number): boolean {
  const letter = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}
