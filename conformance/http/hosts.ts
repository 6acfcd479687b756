/** Hosts, the URL of a request, and what proxies say of both. */
import {
  ForwardedSource,
  getCurrentUrl,
  getHost,
  hostIsTrusted,
  Request,
  type RequestSource,
  urlencode,
} from "../../src/http/index.ts";
import { pythonText } from "../../src/python/index.ts";
import { isFields } from "../neutral-values.ts";
import type { Arguments, Calls } from "./arguments.ts";
import { EnvironSource } from "./environ-source.ts";

/** How the calls of these functions are run. */
export const hostCalls: Calls = {
  get_host: (args) => {
    const server = args.raw("server") as readonly [string, number | null] | null | undefined;
    return getHost(
      args.text("scheme"),
      args.optional("host_header"),
      server ? [server[0], server[1] ?? undefined] : undefined,
      trustedHosts(args.raw("trusted_hosts")),
    );
  },
  host_is_trusted: (args) => hostIsTrusted(args.text("hostname"), trustedHosts(args.raw("trusted_list"))),
  get_current_url: (args) =>
    getCurrentUrl({
      scheme: args.text("scheme"),
      host: args.text("host"),
      rootPath: args.optional("root_path"),
      path: args.optional("path"),
      queryString: encodedBytes(args.optional("query_string") ?? ""),
    }),
  query_args: (args) => {
    const environ = new Map([["QUERY_STRING", encodedBytes(args.text("query_string"))]]);
    const pairs: [string, string][] = [];
    for (const [key, values] of new Request(new EnvironSource(environ)).args.lists()) {
      for (const value of values) pairs.push([key, value]);
    }
    return pairs;
  },
  urlencode: (args) => urlencode(queryOf(args)),
  proxy_fix: proxyFix,
};

function trustedHosts(recorded: unknown): Iterable<string> | undefined {
  return recorded === null || recorded === undefined ? undefined : (recorded as Iterable<string>);
}

/** Bytes above ASCII, one character each, as no server of ours lets them into a target. */
function encodedBytes(text: string): string {
  return text.replace(
    /[\x80-\xff]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function queryOf(args: Arguments): [string, string | Uint8Array | undefined][] {
  const recorded = args.raw("query");
  const isMulti = isFields(recorded) && recorded.$ === "multidict";
  const pairs = (isMulti ? recorded.v : args.value("query")) as Iterable<readonly [unknown, unknown]>;
  return Array.from(pairs, ([key, value]) => {
    if (value === null || value === undefined || value instanceof Uint8Array)
      return [`${key}`, value ?? undefined];
    return [`${key}`, pythonText(value)];
  });
}

const ENVIRON: Readonly<Record<string, string>> = {
  REMOTE_ADDR: "192.168.0.1",
  "wsgi.url_scheme": "http",
  HTTP_HOST: "internal:8000",
  SCRIPT_NAME: "",
};

function proxyFix(args: Arguments): unknown {
  const environ = new Map(Object.entries(ENVIRON));
  for (const [key, value] of args.dictionary("environ")) {
    if (value === null || value === undefined) environ.delete(key);
    else environ.set(key, `${value}`);
  }
  const config = args.dictionary("config");
  const count = (name: string) => (config.has(name) ? Number(config.get(name)) : undefined);
  const forwarded = new ForwardedSource(new EnvironSource(environ), {
    xFor: count("x_for"),
    xProto: count("x_proto"),
    xHost: count("x_host"),
    xPort: count("x_port"),
    xPrefix: count("x_prefix"),
  });
  return { ...environOf(forwarded), orig: environOf(forwarded.original) };
}

/** The name and port of the server, which WSGI has beside the Host header, are not to be had here. */
function environOf(source: RequestSource): Record<string, unknown> {
  return {
    REMOTE_ADDR: source.remoteAddr ?? null,
    "wsgi.url_scheme": source.scheme,
    HTTP_HOST: source.host === "" ? null : source.host,
    SCRIPT_NAME: source.scriptRoot ?? null,
  };
}
