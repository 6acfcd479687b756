/** `BoundMethod`: a method of Python's taken from its object, as `text.upper` without a call gives it. */
import type { Method } from "./builtin.ts";
import type { Callable, Keywords } from "./call.ts";
import type { CallContext } from "./environment.ts";
import { typeName } from "./type-name.ts";

/** A method together with the object it was taken from. */
export class BoundMethod implements Callable {
  /** The object. */
  readonly self: unknown;
  /** The method, which is given the object first. */
  readonly method: Method;
  /** Functions written in TypeScript are given a function. */
  readonly __function__: boolean = true;

  constructor(self: unknown, method: Method) {
    this.self = self;
    this.method = method;
  }

  __call__(context: CallContext, args: readonly unknown[], keywords: Keywords | undefined): unknown {
    return this.method.__call__(context, [this.self, ...args], keywords);
  }

  toString(): string {
    return `<built-in method ${this.method.name} of ${typeName(this.self)} object>`;
  }
}
