import { describe, expect, test } from "vitest";
import { type Import, imports, sourceFiles } from "./imports.ts";

/** The folders of src/, each with the floor it stands on; a folder imports only from floors below its own. */
const FLOORS: Readonly<Record<string, number>> = {
  python: 0,
  signing: 1,
  markup: 1,
  http: 2,
  routing: 3,
  templates: 3,
  sessions: 3,
  app: 4,
  cli: 5,
  debug: 5,
  servers: 5,
  adapters: 5,
  forms: 5,
  gettext: 5,
};

/** What the runtime-neutral floors may use of Node: these exist in Bun, Deno and Workers too. */
const NEUTRAL_MODULES = ["node:crypto", "node:zlib", "node:async_hooks", "node:buffer"];

/** What the runtime-neutral floors borrow: plain ECMAScript, without a module of a runtime. */
const BORROWED = ["mrmime"];

const room = (path: string) => path.split("/")[0] as string;
const floor = (path: string) => (path.includes("/") ? FLOORS[room(path)] : Number.POSITIVE_INFINITY);
const internal = imports.filter(({ specifier }) => specifier.startsWith("."));
const text = ({ from, to }: Import) => `${from} -> ${to}`;

describe("the floors of the architecture", () => {
  test("there are imports to check", () => {
    expect(internal.length).toBeGreaterThan(20);
  });

  test("every folder of src/ has a floor", () => {
    const rooms = new Set(sourceFiles.filter((file) => file.includes("/")).map(room));
    expect([...rooms].filter((name) => FLOORS[name] === undefined)).toEqual([]);
  });

  test("a folder imports only from floors below its own", () => {
    // The imports upwards: app.run() loads the server when it is called, and an error in debug mode its page.
    const climbing = internal.filter(
      ({ from, to, dynamic }) =>
        room(from) !== room(to) && !((floor(from) ?? 0) > (floor(to) ?? 0)) && !dynamic,
    );
    expect(climbing.map(text)).toEqual([]);
  });

  test("a folder is imported only through its index", () => {
    const direct = internal.filter(
      ({ from, to }) => room(from) !== room(to) && to.includes("/") && !isFace(to),
    );
    expect(direct.map(text)).toEqual([]);
  });

  test("inside a folder no file imports its own index", () => {
    const inward = internal.filter(
      ({ from, to }) => room(from) === room(to) && to === `${room(to)}/index.ts`,
    );
    expect(inward.map(text)).toEqual([]);
  });

  test("the runtime-neutral floors import nothing but Web-neutral modules", () => {
    const foreign = imports.filter(
      ({ from, specifier }) =>
        !specifier.startsWith(".") &&
        (floor(from) ?? 0) <= 4 &&
        ![...NEUTRAL_MODULES, ...BORROWED].includes(specifier),
    );
    expect(foreign.map(text)).toEqual([]);
  });
});

/** A folder's index, or a module that is an export path of its own. */
function isFace(path: string): boolean {
  return path.endsWith("/index.ts") || path === "sessions/session-value.ts";
}
