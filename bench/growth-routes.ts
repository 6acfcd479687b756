/** Hostile paths, for each kind of rule; and building, for values of any length. */
import { RequestRedirect, Rule, UrlMap } from "../src/routing/index.ts";
import { type GrowthCase, repeat } from "./growth-case.ts";

const RULES: readonly string[] = [
  "/<int:a>",
  "/<float(signed=True):a>",
  "/<a>-<b>-<c>-<d>!",
  "/<string(minlength=2, maxlength=9):a>.<b>",
  "/<int:a>-<int(signed=True):b>.<float:c>!",
  "/<float:a><float:b>!",
  "/<any(a, aa, aaa):x><any(a, aa):y><any(aaa, a):z>!",
  "/<path:a>/x/<path:b>/y/<path:c>/z",
  "/<path:a>-<path:b>-<int:c>/",
  "/<path:a>/",
  "/<a>/<b>/<c>/<d>/<e>",
];

const PIECES: readonly string[] = [
  "/",
  "a/",
  "a/x/y/",
  ".",
  "-",
  "9",
  "٣",
  "1.",
  "1-",
  "a",
  "a-",
  "\0",
  "\ud800",
];

/** Matching and building. */
export function routeCases(): GrowthCase[] {
  const matching = RULES.flatMap((rule) => {
    const urls = new UrlMap([new Rule(rule, { endpoint: "e" }), new Rule("/m/x/", { endpoint: "m" })]).bind(
      "a.example",
    );
    const call = (path: string) => redirected(() => urls.match(path));
    return PIECES.map((piece) => ({
      name: `match: ${rule.slice(0, 24)} of ${JSON.stringify(piece)}`,
      input: (size: number) => `/a${repeat(piece)(size)}`,
      call,
    }));
  });
  return [...matching, ...redirectCases(), ...buildCases()].map(shorter);
}

/** V8 keeps texts beyond 128 kB apart, at a cost that would hide how the work grows; no server takes such a path. */
function shorter({ name, input, call }: GrowthCase): GrowthCase {
  return { name, input: (size) => input(size / 8), call };
}

/** A redirect is answered as well as found. */
function redirected(match: () => unknown): unknown {
  try {
    return match();
  } catch (error) {
    return error instanceof RequestRedirect ? error.getResponse() : undefined;
  }
}

function redirectCases(): GrowthCase[] {
  const urls = new UrlMap([
    new Rule("/to/<path:p>", { endpoint: "to", redirectTo: "/x/<p>" }),
    new Rule("/slash/<path:p>/", { endpoint: "slash" }),
    new Rule("/merged/<path:p>", { endpoint: "merged" }),
  ]).bind("a.example");
  const call = (path: string) => redirected(() => urls.match(path));
  return ["/to/", "/slash/", "/merged//"].flatMap((prefix) =>
    ["a/", "../", "./", "a//", "\\", "%", "ü"].map((piece) => ({
      name: `redirect: ${prefix} of ${JSON.stringify(piece)}`,
      input: (size: number) => `${prefix}a${repeat(piece)(size)}a`,
      call,
    })),
  );
}

function buildCases(): GrowthCase[] {
  const urls = new UrlMap([
    new Rule("/s/<x>", { endpoint: "string" }),
    new Rule("/f/<float:x>", { endpoint: "float" }),
    new Rule("/p/<path:x>", { endpoint: "path" }),
  ]).bind("a.example");
  const build = (endpoint: string) => (text: string) => urls.build(endpoint, { x: text, q: text });
  return ["/", "ü", "\\", "\0", " ", "9", "٣", "\ud800"].flatMap((piece) =>
    ["string", "float", "path"].map((endpoint) => ({
      name: `build: a ${endpoint} of ${JSON.stringify(piece)}`,
      input: repeat(piece),
      call: build(endpoint),
    })),
  );
}
