/** Promises have no value yet: a template that uses one is told so, instead of showing `[object Promise]`. */
import { UnawaitedError } from "../errors.ts";

/** Throws if the value is a promise, or something that can be awaited and has no text of its own. */
export function refusePromise(value: object): void {
  if (value instanceof Promise) throw new UnawaitedError();
  if (!("then" in value) || typeof value.then !== "function") return;
  if (!("toString" in value) || value.toString === Object.prototype.toString) throw new UnawaitedError();
}
