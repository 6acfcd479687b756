/** The operations on a session that a case lists, each with the result that Python has for it. */
import { abort, flash, getFlashedMessages, Response, session, Tuple } from "../src/index.ts";
import { SessionUnavailableError } from "../src/sessions/index.ts";
import type { Fields } from "./area.ts";
import { readValue } from "./neutral-values.ts";
import { readPythonOnly } from "./python-only.ts";

type Operation = readonly unknown[];

/** Runs the operations within a request, and appends to `results` what each gives. */
export function runOperations(operations: readonly Operation[], results: unknown[]): Response {
  const response = new Response("ok");
  for (const [name, ...args] of operations) {
    if (name === "abort" || name === "raise") results.push(null);
    try {
      results.push(run(`${name}`, args, response));
    } catch (error) {
      if (error instanceof PythonError) results.push({ error: error.message });
      else if (error instanceof SessionUnavailableError) {
        results.push({ error: "RuntimeError" });
        throw error;
      } else throw error;
    }
  }
  return response;
}

/** An error of Python's that a case records by its class. */
class PythonError extends Error {}

function run(name: string, args: Operation, response: Response): unknown {
  const [first, second, third] = args;
  // A key is text in TypeScript; Python takes others, and so does the session when it runs.
  const key = read(first) as string;
  switch (name) {
    case "get":
      return args.length > 1 ? session.get(key, read(second) as string) : (session.get(key) ?? null);
    case "getitem":
      return item(key);
    case "contains":
      return session.has(key);
    case "len":
      return session.size;
    case "bool":
      return session.size > 0;
    case "keys":
      return [...session.keys()];
    case "dump":
      return new Map(session);
    case "set":
      session.set(key, read(second) as string);
      return null;
    case "del":
      if (!session.delete(key)) throw new PythonError("KeyError");
      return null;
    case "pop":
      if (args.length > 1) return session.pop(key, read(second) as string);
      if (!session.has(key)) throw new PythonError("KeyError");
      return session.pop(key);
    case "popitem": {
      const popped = session.popItem();
      if (popped === undefined) throw new PythonError("KeyError");
      return popped;
    }
    case "clear":
      session.clear();
      return null;
    case "update":
      session.update(read(first) as ReadonlyMap<string, string>);
      return null;
    case "setdefault":
      return session.setDefault(key, read(second) as string);
    case "append":
      append(valueAt(first as Operation), read(second));
      return null;
    case "nested_set":
      setItem(valueAt(first as Operation), read(second), read(third));
      return null;
    case "set_permanent":
      session.permanent = first === true;
      return null;
    case "get_permanent":
      return session.permanent;
    case "set_modified":
      session.modified = first === true;
      return null;
    case "get_modified":
      return session.modified;
    case "get_new":
      return session.isNew;
    case "get_accessed":
      return session.accessed;
    case "flash":
      flash(read(first) as string, second === undefined ? undefined : `${second}`);
      return null;
    case "get_flashed":
      return flashed((first ?? {}) as Fields);
    case "abort":
      return abort(Number(first));
    case "raise":
      throw new Error("an error that nothing handles");
    case "response":
      return changeResponse(response, args.map(String));
    default:
      throw new Error(`no way to run the operation "${name}"`);
  }
}

function read(neutral: unknown): unknown {
  return readValue(neutral, { dictionary: "map", other: readPythonOnly });
}

function item(key: string): unknown {
  if (!session.has(key)) throw new PythonError("KeyError");
  return session.get(key);
}

function valueAt(path: Operation): unknown {
  let value = item(read(path[0]) as string);
  for (const step of path.slice(1)) value = (value as Record<string, unknown>)[`${step}`];
  return value;
}

function append(target: unknown, value: unknown): void {
  if (!Array.isArray(target) || target instanceof Tuple) throw new PythonError("AttributeError");
  target.push(value);
}

function setItem(target: unknown, key: unknown, value: unknown): void {
  if (target instanceof Map) {
    target.set(key, value);
    return;
  }
  const isDictionary =
    typeof target === "object" && target !== null && Object.getPrototypeOf(target) === Object.prototype;
  if (!isDictionary) throw new PythonError("TypeError");
  Object.defineProperty(target, `${key}`, { value, enumerable: true, configurable: true, writable: true });
}

function flashed(options: Fields): unknown {
  const categoryFilter = options.category_filter as string[] | undefined;
  if (options.with_categories !== true) return getFlashedMessages({ categoryFilter });
  const pairs = getFlashedMessages({ withCategories: true, categoryFilter });
  return pairs.map((pair) => new Tuple(...pair));
}

function changeResponse(response: Response, [what, name = "", value = ""]: readonly string[]): null {
  if (what === "vary") response.vary.add(name);
  else if (what === "header") response.headers.set(name, value);
  else response.setCookie(name, value);
  return null;
}
