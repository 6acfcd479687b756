/** Where the HTTP utilities differ from Werkzeug's on purpose, and what they give instead. */
import type { Case, Departure, Fields } from "../area.ts";
import { hostDepartures } from "./host-departures.ts";
import { urlDepartures } from "./url-departures.ts";

/** The departures. */
export const httpDepartures: readonly Departure[] = [
  {
    cites: "section 14, item 21: a suffix longer than the whole is the whole (RFC 9110, section 14.1.2)",
    applies: (testCase) =>
      isCallOf(testCase, "parse_range_header") && /=\s*-/.test(`${args(testCase).value}`),
    expected: (testCase) => withLongSuffix(testCase.out.ok as RangeResult),
  },
  {
    cites: 'section 14, item 21: "" in quotes is a tag like any other (RFC 9110, section 8.8.3), not None',
    applies: (testCase) => isCallOf(testCase, "parse_etags") && `${args(testCase).value}`.includes('""'),
    expected: (testCase) => withEmptyTag(testCase.out.ok as ETagsResult),
  },
  {
    cites: "the tag unicode-digits: no header holds a digit that is not ASCII, and none is read",
    applies: (testCase) => isCallOf(testCase, "parse_age") && /\p{Nd}/u.test(`${args(testCase).value}`),
    expected: () => ({ ok: null }),
  },
  {
    cites: "architecture.md, security by construction: a length that is not the body's is put right",
    applies: (testCase) => isCallOf(testCase, "response") && givesLength(testCase),
    expected: (testCase) => withTrueLength(testCase.out.ok as ResponseResult),
  },
  {
    cites: "architecture.md, security by construction: a 205 has no content (RFC 9110, section 15.3.6)",
    applies: (testCase) => isCallOf(testCase, "response") && statusOf(testCase).startsWith("205"),
    expected: (testCase) => withoutContent(testCase.out.ok as ResponseResult),
  },
  {
    cites: 'api.md: "status (a number)", from 100 to 599',
    applies: (testCase) => isCallOf(testCase, "response") && /^\D*[01]\b|[^\0-\xff]/.test(statusOf(testCase)),
    expected: () => ({ error: "ValueError" }),
  },
  {
    cites: "architecture.md, security by construction: a scheme that is none of requests gets into no link",
    applies: (testCase) =>
      isCallOf(testCase, "proxy_fix") &&
      !/^(?:http|ws)s?$/i.test(`${proxyResult(testCase)["wsgi.url_scheme"]}`),
    expected: (testCase) => {
      const seen = proxyResult(testCase);
      return { ok: { ...seen, "wsgi.url_scheme": seen.orig["wsgi.url_scheme"] } };
    },
  },
  ...hostDepartures,
  ...urlDepartures,
];

function isCallOf(testCase: Case, fn: string): boolean {
  return testCase.in.fn === fn;
}

function args(testCase: Case): Fields {
  return testCase.in.args as Fields;
}

type ProxyResult = Fields & { readonly orig: Fields };

function proxyResult(testCase: Case): ProxyResult {
  return testCase.out.ok as ProxyResult;
}

type RangeResult = Fields & { readonly for_length: readonly (readonly [number, unknown, unknown])[] };

function withLongSuffix(recorded: RangeResult): Fields {
  const for_length = recorded.for_length.map(([length, part, header]) =>
    part === null && length > 0
      ? [length, [0, length], `bytes 0-${length - 1}/${length}`]
      : [length, part, header],
  );
  return { ok: { ...recorded, for_length } };
}

type ETagsResult = Fields & {
  readonly strong: readonly (string | null)[];
  readonly weak: readonly (string | null)[];
  readonly checks: readonly (readonly [string, boolean, boolean, boolean, boolean])[];
};

function withEmptyTag(recorded: ETagsResult): Fields {
  const tags = (list: readonly (string | null)[]) => [...new Set(list.map((tag) => tag ?? ""))].sort();
  const [strong, weak] = [tags(recorded.strong), tags(recorded.weak)];
  const checks = recorded.checks.map(([tag, ...found]) => {
    const [isStrong, isWeak] = [strong.includes(tag), weak.includes(tag)];
    return tag === "" ? [tag, isStrong, isStrong || isWeak, isStrong, isWeak] : [tag, ...found];
  });
  return { ok: { ...recorded, strong, weak, checks } };
}

type ResponseResult = Fields & { readonly headers: readonly [string, string][]; readonly body: string };

function givesLength(testCase: Case): boolean {
  const { headers } = args(testCase) as { readonly headers?: readonly (readonly [string, string])[] };
  return headers?.some(([name]) => name.toLowerCase() === "content-length") ?? false;
}

function withoutContent(recorded: ResponseResult): Fields {
  const headers = recorded.headers.map(([name, value]) =>
    name.toLowerCase() === "content-length" ? [name, "0"] : [name, value],
  );
  return { ok: { ...recorded, headers, body: "" } };
}

function withTrueLength(recorded: ResponseResult): Fields {
  const headers = recorded.headers.map(([name, value]) =>
    name === "Content-Length" ? [name, `${Buffer.byteLength(recorded.body)}`] : [name, value],
  );
  return { ok: { ...recorded, headers } };
}

function statusOf(testCase: Case): string {
  const { status } = args(testCase);
  return status === true ? "1" : `${status}`;
}
