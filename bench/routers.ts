/** The routers that are measured: each with the same rules, each giving the value of the variable as a number. */
import { createRequire } from "node:module";
import { NotFound } from "../src/http/index.ts";
import { Rule, UrlMap } from "../src/routing/index.ts";

/** A rule, and its variable that is a number, if it has one. */
export type Route = { readonly rule: string; readonly int: string | undefined };

/** A router: what it finds for a path, or `undefined`. */
export type Peer = { readonly name: string; readonly match: (path: string) => unknown };

const require = createRequire(new URL("./package.json", import.meta.url));

/** Flagon, by a map and by a map at a server, and the peers. */
export async function peers(routes: readonly Route[]): Promise<Peer[]> {
  return [
    flagon(routes),
    flagonAdapter(routes),
    findMyWay(routes),
    ...(await hono(routes)),
    await rou3(routes),
  ];
}

function mapOf(routes: readonly Route[]): UrlMap {
  return new UrlMap(routes.map(({ rule }) => new Rule(rule, { endpoint: rule, methods: ["GET"] })));
}

function flagon(routes: readonly Route[]): Peer {
  const map = mapOf(routes);
  return { name: "flagon", match: (path) => map.matchDirect(path, "GET") };
}

function flagonAdapter(routes: readonly Route[]): Peer {
  const urls = mapOf(routes).bind("localhost");
  const match = (path: string) => {
    try {
      return urls.match(path);
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  };
  return { name: "flagon, MapAdapter", match };
}

type Params = Record<string, string | undefined>;

/** The values of a match, with the number as one, as Flagon gives it. */
function valuesOf(params: Params, { int }: Route): unknown {
  return int === undefined ? { ...params } : { ...params, [int]: Number(params[int]) };
}

function findMyWay(routes: readonly Route[]): Peer {
  type Found = { readonly store: Route; readonly params: Params } | null;
  type Router = {
    on(method: string, path: string, handler: () => void, store: Route): void;
    find(method: string, path: string): Found;
  };
  const create = require("find-my-way") as (options?: object) => Router;
  const router = create();
  for (const route of routes) {
    const path = route.rule
      .replace(/<int:(\w+)>/g, ":$1(^\\d+$)")
      .replace(/<path:\w+>/g, "*")
      .replace(/<(\w+)>/g, ":$1");
    router.on("GET", path, () => {}, route);
  }
  const match = (path: string) => {
    const found = router.find("GET", path);
    return found === null ? undefined : valuesOf(found.params, found.store);
  };
  return { name: "find-my-way", match };
}

async function hono(routes: readonly Route[]): Promise<Peer[]> {
  type Result = readonly [
    readonly (readonly [Route, Record<string, number> | Params])[],
    (readonly string[])?,
  ];
  type Router = {
    add(method: string, path: string, handler: Route): void;
    match(method: string, path: string): Result;
  };
  const { RegExpRouter } = (await import(require.resolve("hono/router/reg-exp-router"))) as {
    RegExpRouter: new () => Router;
  };
  const { TrieRouter } = (await import(require.resolve("hono/router/trie-router"))) as {
    TrieRouter: new () => Router;
  };
  return [new RegExpRouter(), new TrieRouter()].map((router): Peer => {
    for (const route of routes) {
      const path = route.rule
        .replace(/<int:(\w+)>/g, ":$1{[0-9]+}")
        .replace(/<path:(\w+)>/g, ":$1{.+}")
        .replace(/<(\w+)>/g, ":$1");
      router.add("GET", path, route);
    }
    const match = (path: string) => {
      const [handlers, texts] = router.match("GET", path);
      const first = handlers[0];
      if (first === undefined) return undefined;
      const [route, places] = first;
      const params: Params = {};
      for (const name in places) {
        const place = places[name];
        params[name] = typeof place === "number" ? texts?.[place] : place;
      }
      return valuesOf(params, route);
    };
    return { name: router.constructor.name, match };
  });
}

async function rou3(routes: readonly Route[]): Promise<Peer> {
  type Found = { readonly data: Route; readonly params?: Params } | undefined;
  const { createRouter, addRoute, findRoute } = (await import(
    new URL("./node_modules/rou3/dist/index.mjs", import.meta.url).href
  )) as {
    createRouter(): object;
    addRoute(router: object, method: string, path: string, data: Route): void;
    findRoute(router: object, method: string, path: string): Found;
  };
  const router = createRouter();
  for (const route of routes) {
    const path = route.rule
      .replace(/<int:(\w+)>/g, ":$1(\\d+)")
      .replace(/<path:(\w+)>/g, "**:$1")
      .replace(/<(\w+)>/g, ":$1");
    addRoute(router, "GET", path, route);
  }
  const match = (path: string) => {
    const found = findRoute(router, "GET", path);
    return found === undefined ? undefined : valuesOf(found.params ?? {}, found.data);
  };
  return { name: "rou3", match };
}
