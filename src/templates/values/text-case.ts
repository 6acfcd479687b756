/** Letters of both cases, titles, and what a string is made of. */

const CASED = /\p{Cased}/u;

/** The title-case form of a character: `SS` of an `ß` is `Ss`. */
function titleCharacter(character: string): string {
  const [first = "", ...rest] = character.toUpperCase();
  return first + rest.join("").toLowerCase();
}

/** `str.capitalize`. */
export function capitalize(text: string): string {
  const [first = ""] = text;
  return titleCharacter(first) + text.slice(first.length).toLowerCase();
}

/** `str.title`: a word begins after whatever is no letter of a case. */
export function titleCase(text: string): string {
  let result = "";
  let isInside = false;
  for (const character of text) {
    const isCased = CASED.test(character);
    result += !isCased ? character : isInside ? character.toLowerCase() : titleCharacter(character);
    isInside = isCased;
  }
  return result;
}

/** `str.swapcase`. */
export function swapCase(text: string): string {
  let result = "";
  for (const character of text) {
    const upper = character.toUpperCase();
    result += upper === character ? character.toLowerCase() : upper;
  }
  return result;
}

/** `str.casefold`, for comparing without regard to case. */
export function caseFold(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll("ς", "σ");
}

/** `str.istitle`. */
export function isTitle(text: string): boolean {
  return CASED.test(text) && titleCase(text) === text;
}

/** `str.isupper`: there are letters of a case, and all of them are upper. */
export function isUpper(text: string): boolean {
  return CASED.test(text) && text.toUpperCase() === text && !/[\p{Ll}\p{Lt}]/u.test(text);
}

/** `str.islower`. */
export function isLower(text: string): boolean {
  return CASED.test(text) && text.toLowerCase() === text && !/[\p{Lu}\p{Lt}]/u.test(text);
}

const NUMERIC =
  /^[\p{N}\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u842c\u5104]+$/u;

/** The `str.is…` methods that ask for the kind of each character; none is true of an empty text. */
export const CHARACTER_KINDS: ReadonlyMap<string, RegExp> = new Map([
  ["isalpha", /^\p{L}+$/u],
  ["isalnum", /^[\p{L}\p{N}]+$/u],
  ["isdecimal", /^\p{Nd}+$/u],
  [
    "isdigit",
    /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490]+$/u,
  ],
  ["isnumeric", NUMERIC],
  ["isidentifier", /^[\p{XID_Start}_]\p{XID_Continue}*$/u],
]);
