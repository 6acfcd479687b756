/** What kinds of values configuration keys have. */
import { checkTrustedHosts } from "../../http/index.ts";

/** A kind of values. */
export type Kind = {
  /** What it is, for errors: "must be …". */
  readonly expects: string;
  accepts(value: unknown): boolean;
  /** Throws for a value of the right type that makes no sense. */
  check?(value: unknown): void;
  /** The value to keep in the place of one that was given, such as `undefined` for Python's `None`. */
  normalize?(value: unknown): unknown;
  /** What a text means, such as an environment variable's, if it means anything. */
  fromText?(text: string): unknown;
};

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ["1", true],
  ["true", true],
  ["yes", true],
  ["on", true],
  ["0", false],
  ["false", false],
  ["no", false],
  ["off", false],
]);

/** What a text means that says yes or no in one of the usual ways. */
export function flagOf(text: string): boolean | undefined {
  return WORDS.get(text.trim().toLowerCase());
}

export const flag: Kind = {
  expects: "true or false",
  accepts: (value) => typeof value === "boolean",
  fromText: flagOf,
};

export const text: Kind = { expects: "text", accepts: (value) => typeof value === "string" };

/** A whole number of something, which is named for errors. */
export const count = (unit: string): Kind => ({
  expects: `a whole number of ${unit}, 0 or more`,
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
});

export const seconds: Kind = {
  expects: "a number of seconds, 0 or more",
  accepts: (value) => Number.isFinite(value) && Number(value) >= 0,
};

export const hosts: Kind = {
  expects: "a list of hosts",
  accepts: Array.isArray,
  normalize: (value) => (typeof value === "string" ? [value] : value),
  check: (value) => {
    if (Array.isArray(value)) checkTrustedHosts(value);
  },
};

/** A whole URL would be the host of no request, and each would be answered with 400. */
export const serverName: Kind = {
  expects: 'a host, such as "example.com" or "localhost:5000", without a scheme',
  accepts: (value) => typeof value === "string" && !value.includes("/"),
};

export const headerName: Kind = {
  expects: 'the name of a header, such as "X-Request-ID"',
  accepts: (value) => typeof value === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(value),
};

export const urlScheme: Kind = {
  expects: 'the scheme of a URL, such as "https"',
  accepts: (value) => typeof value === "string" && /^[a-z][a-z0-9+.-]*$/i.test(value),
};

const SAME_SITE: readonly unknown[] = ["Strict", "Lax", "None"];

/** Flask takes it in any case. */
export const sameSite: Kind = {
  expects: '"Strict", "Lax" or "None"',
  accepts: (value) => SAME_SITE.includes(value),
  normalize: (value) =>
    typeof value === "string" ? value.charAt(0).toUpperCase() + value.slice(1).toLowerCase() : value,
};

const isKey = (value: unknown): boolean => typeof value === "string" || value instanceof Uint8Array;

export const secretKey: Kind = {
  expects: "text, bytes, or a function that gives one of them",
  accepts: (value) => isKey(value) || typeof value === "function",
};

/** Former keys; an environment variable among them may be missing. */
export const secretKeys: Kind = {
  expects: "a list of texts or bytes",
  accepts: (value) =>
    Array.isArray(value) && value.every((item) => item === undefined || item === null || isKey(item)),
  normalize: (value) => value ?? [],
};

/** The kind, or `undefined`, which Flask's `None` becomes. */
export const orUndefined = (kind: Kind): Kind => ({
  ...kind,
  expects: `${kind.expects}, or undefined`,
  accepts: (value) => value === undefined || kind.accepts(value),
  normalize: (value) => (value === null ? undefined : (kind.normalize?.(value) ?? value)),
});

/** The kind, or `null` for no limit. */
export const orNull = (kind: Kind): Kind => ({
  ...kind,
  expects: `${kind.expects}, or null for no limit`,
  accepts: (value) => value === null || kind.accepts(value),
});
