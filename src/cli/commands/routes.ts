/** `flagon routes`: the rules of the application, and what becomes of requests that none matches. */
import { type Command, Option } from "commander";
import type { Flagon } from "../../app/index.ts";
import type { BuiltIn } from "../built-in.ts";
import { tableOf } from "../table.ts";

type Sort = "endpoint" | "methods" | "domain" | "rule" | "match";

type Row = {
  readonly endpoint: string;
  readonly methods: readonly string[];
  readonly domain: string;
  readonly rule: string;
  /** Whether it only builds URLs, and requests for them fall back. */
  readonly fallsBack?: true;
};

/** The command `routes`. */
export const routes: BuiltIn = {
  name: "routes",
  define(program, { load }) {
    program
      .command("routes")
      .description("list the routes of the application")
      .addOption(
        new Option("-s, --sort <by>", "what they are sorted by; match is the order in which they were added")
          .choices(["endpoint", "methods", "domain", "rule", "match"])
          .default("endpoint")
          .env("FLAGON_ROUTES_SORT"),
      )
      .option("--all-methods", "HEAD and OPTIONS too")
      .option("--json", "as JSON")
      .action(async (_options: unknown, command: Command) => {
        const { sort, allMethods, json } = command.opts<{ sort: Sort; allMethods?: true; json?: true }>();
        const app = await load();
        const rows = rowsOf(app, allMethods === true).sort(COMPARE[sort]);
        console.log(json === true ? jsonOf(app, rows) : textOf(app, rows));
      });
  },
};

function rowsOf(app: Flagon, all: boolean): Row[] {
  const { hostMatching, defaultSubdomain } = app.urlMap;
  return [...app.urlMap.iterRules()].map(({ endpoint, methods, rule, options }) => ({
    endpoint,
    methods: [...(methods ?? [])]
      .filter((method) => all || (method !== "HEAD" && method !== "OPTIONS"))
      .sort(),
    domain: (hostMatching ? options.host : (options.subdomain ?? defaultSubdomain)) ?? "",
    rule,
    ...(options.buildOnly === true && app.fallsBackTo !== undefined ? { fallsBack: true } : {}),
  }));
}

const by =
  (key: (row: Row) => string) =>
  (a: Row, b: Row): number =>
    key(a) < key(b) ? -1 : Number(key(a) > key(b));

const COMPARE: Readonly<Record<Sort, ((a: Row, b: Row) => number) | (() => 0)>> = {
  endpoint: by(({ endpoint }) => endpoint),
  methods: by(({ methods }) => methods.join(", ")),
  domain: by(({ domain }) => domain),
  rule: by(({ rule }) => rule),
  match: () => 0,
};

function textOf(app: Flagon, rows: readonly Row[]): string {
  const { fallsBackTo } = app;
  const rest = fallsBackTo === undefined ? "" : `\nWhat no route answers falls back to ${fallsBackTo.name}.`;
  if (rows.length === 0) return `No routes were registered.${rest}`;
  const hasDomains = rows.some(({ domain }) => domain !== "");
  const domain = app.urlMap.hostMatching ? "Host" : "Subdomain";
  const heads = ["Endpoint", "Methods", ...(hasDomains ? [domain] : []), "Rule"];
  const lines = rows.map((row) => [
    row.endpoint,
    row.methods.join(", ") || "any",
    ...(hasDomains ? [row.domain] : []),
    row.fallsBack === true ? `${row.rule} (falls back)` : row.rule,
  ]);
  return tableOf(heads, lines) + rest;
}

function jsonOf(app: Flagon, rows: readonly Row[]): string {
  const domain = app.urlMap.hostMatching ? "host" : "subdomain";
  const list = rows.map(({ domain: name, ...row }) => (name === "" ? row : { ...row, [domain]: name }));
  return JSON.stringify({ routes: list, fallback: app.fallsBackTo?.name ?? null }, null, 2);
}
