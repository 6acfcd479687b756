/** Cookies: Set-Cookie headers as they are written, Cookie headers as they are read. */
import {
  type CookieOptions,
  dumpCookie,
  type ImmutableMultiDict,
  parseCookie,
} from "../../src/http/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { isFields, isSame, readValue } from "../neutral-values.ts";

const area: Area = {
  file: "flask/cookies.json",
  departureLimit: 2,
  departures: [
    {
      cites: "architecture.md, security by construction: cookie names, domains and paths are validated",
      applies: (testCase) => hasRefusedName(testCase),
      expected: () => ({ error: "ValueError" }),
    },
    {
      cites: "the tag idna2003 of the area http: hosts are mapped as browsers map them, by UTS 46",
      applies: (testCase) => `${argumentsOf(testCase).domain}`.includes("\u00df"),
      expected: (testCase) => withBrowserDomain(testCase),
    },
  ],
  check(testCase: Case, wanted: Fields): Mismatch | undefined {
    const got = outcome(testCase);
    const comparable = "error" in wanted ? { error: "ValueError" } : withEscapedControls(wanted);
    return isSame(comparable, got) ? undefined : { wanted: comparable, got };
  },
};

export default area;

/**
 * Werkzeug escapes the control characters of a value but for U+001A to U+001F; a header of ours holds none, so
 * these are escaped like the others. Both are read alike.
 */
function withEscapedControls(wanted: Fields): Fields {
  const escaped = (header: unknown) => {
    const [name = "", ...value] = `${header}`.split('="');
    const characters = Array.from(value.join('="'), (character) => {
      const code = character.charCodeAt(0);
      return code >= 0x1a && code <= 0x1f ? `\\0${code.toString(8)}` : character;
    });
    return value.length === 0 ? name : `${name}="${characters.join("")}`;
  };
  const { ok } = wanted;
  if (typeof ok === "string") return { ok: escaped(ok) };
  return isFields(ok) ? { ok: { ...ok, header: escaped(ok.header) } } : wanted;
}

function argumentsOf(testCase: Case): Fields {
  return (testCase.in.args ?? {}) as Fields;
}

/** A semicolon ends the name, and no header holds a control character. */
function hasRefusedName(testCase: Case): boolean {
  const { key } = argumentsOf(testCase);
  return [...`${key ?? ""}`].some(
    (character) => character < " " || character === ";" || character === "\x7f",
  );
}

function withBrowserDomain(testCase: Case): Fields {
  const domain = new URL(`http://${argumentsOf(testCase).domain}/`).hostname;
  const mapped = (header: unknown) => `${header}`.replace(/Domain=[^;]*/, `Domain=${domain}`);
  const { ok } = testCase.out;
  return isFields(ok) ? { ok: { ...ok, header: mapped(ok.header) } } : { ok: mapped(ok) };
}

/** Runs the case; the outcome has the form of a recorded `out`, with one name for all wrong values. */
function outcome(testCase: Case): Fields {
  try {
    return { ok: run(testCase.kind, testCase.in) };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return { error: "ValueError" };
    throw error;
  }
}

function run(kind: string, given: Fields): unknown {
  if (kind === "parse") return parse(given.header as string | null, `${given.via}`);
  const header = dump(given.args as Fields);
  if (kind === "dump") return header;
  const [cookie = ""] = header.split(";", 1);
  return { header, http: parse(cookie, "http"), request: parse(cookie, "request") };
}

/** `request` reads each byte as a character, as a request has it; `http` decodes the bytes as UTF-8 first. */
function parse(header: string | null, via: string): [string, string][] {
  if (header === null) return [];
  return pairs(parseCookie(via === "http" ? decoded(header) : header));
}

function decoded(header: string): string {
  if (/[^\0-\xff]/.test(header)) throw new TypeError("no header holds a character above U+00FF");
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(header, "latin1"));
}

function pairs(cookies: ImmutableMultiDict): [string, string][] {
  const all: [string, string][] = [];
  for (const [key, values] of cookies.lists()) for (const value of values) all.push([key, value]);
  return all;
}

function dump(args: Fields): string {
  const {
    key,
    value,
    max_age,
    expires,
    path,
    domain,
    secure,
    httponly,
    sync_expires,
    samesite,
    partitioned,
  } = args;
  return dumpCookie(`${key}`, value === undefined ? undefined : `${value}`, {
    maxAge: seconds(max_age),
    expires: moment(expires),
    path: path as string | null | undefined,
    domain: optional(domain),
    secure: secure === true,
    httpOnly: httponly === true,
    syncExpires: sync_expires !== false,
    sameSite: optional(samesite) as CookieOptions["sameSite"],
    partitioned: partitioned === true,
  });
}

function optional(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : `${value}`;
}

function seconds(value: unknown): number | undefined {
  if (value === null || value === undefined) return undefined;
  return isFields(value) && value.$ === "timedelta" ? Number(value.us) / 1e6 : Number(value);
}

function moment(value: unknown): Date | number | string | undefined {
  if (value === null || value === undefined) return undefined;
  if (isFields(value) && value.$ === "date") return new Date(`${value.v}T00:00:00Z`);
  return readValue(value, { dictionary: "map" }) as Date | number | string;
}
