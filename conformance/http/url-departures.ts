/** Where URLs are read or sent otherwise than with Werkzeug, so that a browser goes where it was meant to. */
import type { Case, Departure, Fields } from "../area.ts";
import { isFields } from "../neutral-values.ts";

const URL_ARGUMENT: Readonly<Record<string, string>> = {
  iri_to_uri: "iri",
  uri_to_iri: "uri",
  redirect: "location",
};

/** The departures of functions that are given a URL. */
export const urlDepartures: readonly Departure[] = [
  {
    cites:
      "architecture.md, security by construction: the link on a redirect page leads where the Location does",
    applies: (testCase) =>
      testCase.in.fn === "redirect" && /^[a-z]+:\/\/[^/?#\\]*\/.*\\/i.test(urlOf(testCase)),
    expected: ({ out }) => ({ ok: withLinkToLocation(out.ok as RedirectResult) }),
  },
  {
    cites: "architecture.md, security by construction: what a browser takes for a slash is no part of a host",
    applies: (testCase) => /^[^/?#]*\/\/[^/?#]*\\/.test(urlOf(testCase)),
    expected: () => ({ error: "ValueError" }),
  },
  {
    cites: "architecture.md, security by construction: a browser leaves out a tab (/\t/host is //host to it)",
    applies: (testCase) => testCase.in.fn === "redirect" && urlOf(testCase).includes("\t"),
    expected: () => ({ error: "ValueError" }),
  },
  {
    cites: "architecture.md: header values are checked for control characters where they are set",
    applies: (testCase) => testCase.in.fn === "redirect" && hasControls(authority(urlOf(testCase))),
    expected: () => ({ error: "ValueError" }),
  },
  {
    cites: "architecture.md, security by construction: http:path is of the same host, and gains none",
    applies: (testCase) => /^https?:[^/]/.test(urlOf(testCase)),
    expected: (testCase) => mapURL(testCase.out, (url) => url.replace(/^(https?):\/\/\//, "$1:")),
  },
  {
    cites: "the tag idna2003: hosts are mapped as browsers map them, by UTS 46",
    applies: (testCase) => testCase.tags?.includes("idna2003") === true && authority(urlOf(testCase)) !== "",
    expected: (testCase) => withBrowserHost(testCase),
  },
  {
    cites: "section 2.7: a relative redirect stays on the site, so a colon or question mark in it is encoded",
    applies: (testCase) => testCase.in.fn === "append_slash_redirect",
    expected: withEncodedSegment,
  },
];

type RedirectResult = Fields & {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
};

function withLinkToLocation(recorded: RedirectResult): Fields {
  const location = recorded.headers.find(([name]) => name === "Location")?.[1] ?? "";
  const link = location.replaceAll("&", "&amp;");
  return { ...recorded, body: recorded.body.replace(/href="[^"]*"/, `href="${link}"`) };
}

function urlOf(testCase: Case): string {
  const argument = URL_ARGUMENT[`${testCase.in.fn}`];
  return argument === undefined ? "" : `${(testCase.in.args as Fields)[argument]}`;
}

function authority(url: string): string {
  return /^(?:[a-z]+:)?\/\/([^/?#]*)/i.exec(url)?.[1] ?? "";
}

function hasControls(text: string): boolean {
  for (const character of text) if (character < " " || character === "\x7f") return true;
  return false;
}

/** The outcome with its URL changed, whether it is one or a response with a Location and a link. */
function mapURL(out: Fields, change: (url: string) => string): Fields {
  const { ok } = out;
  if (!isFields(ok)) return { ok: change(`${ok}`) };
  const headers = (ok.headers as [string, string][]).map(([name, value]) =>
    name === "Location" ? [name, change(value)] : [name, value],
  );
  return { ok: { ...ok, headers } };
}

function withEncodedSegment(testCase: Case): Fields {
  const { path } = testCase.in.args as { readonly path: string };
  const segment = decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));
  const encoded = segment.replaceAll(":", "%3A").replaceAll("?", "%3F");
  const { ok } = mapURL(testCase.out, (url) => url.replace(segment, encoded));
  const page = ok as Fields;
  return { ok: { ...page, body: `${page.body}`.replaceAll(`${segment}/`, `${encoded}/`) } };
}

function withBrowserHost(testCase: Case): Fields {
  const parsed = URL.parse(`http://${authority(urlOf(testCase))}/`);
  if (parsed === null) return { error: "ValueError" };
  return mapURL(testCase.out, (url) => url.replace(authority(url), parsed.host));
}
