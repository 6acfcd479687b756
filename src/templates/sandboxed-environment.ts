/** `SandboxedEnvironment`: templates that strangers wrote. */

import { Environment } from "./environment.ts";
import type { EnvironmentOptions } from "./environment-options.ts";
import { SecurityError } from "./errors.ts";
import { call, type Keywords } from "./values/call.ts";
import type { CallContext } from "./values/environment.ts";
import { add, div, floordiv, mod, mul, neg, pos, pow, sub } from "./values/operators.ts";
import {
  isSafeAttribute,
  isSafeCallable,
  modifiesKnownMutable,
  safeRange,
  sandboxedGetattr,
  sandboxedGetitem,
} from "./values/sandbox-policy.ts";
import { repr } from "./values/text.ts";

type Binary = (left: unknown, right: unknown) => unknown;
type Unary = (value: unknown) => unknown;

/**
 * An environment whose templates can't read attributes that begin with an underscore, nor call functions that
 * are marked unsafe. Override {@link isSafeAttribute} and {@link isSafeCallable} to decide for yourself.
 *
 * A template can still use up time and memory: render those of strangers in a process that can be ended.
 */
export class SandboxedEnvironment extends Environment {
  /** The binary operators that go through {@link callBinop}. */
  readonly interceptedBinops: Set<string> = new Set();
  /** The unary operators that go through {@link callUnop}. */
  readonly interceptedUnops: Set<string> = new Set();
  /** What the intercepted binary operators do. */
  readonly binopTable: Map<string, Binary> = new Map<string, Binary>([
    ["+", add],
    ["-", sub],
    ["*", mul],
    ["/", div],
    ["//", floordiv],
    ["**", pow],
    ["%", mod],
  ]);
  /** What the intercepted unary operators do. */
  readonly unopTable: Map<string, Unary> = new Map<string, Unary>([
    ["+", pos],
    ["-", neg],
  ]);

  constructor(options: EnvironmentOptions = {}) {
    super(options);
    this.globals.set("range", safeRange);
  }

  override get isSandboxed(): boolean {
    return true;
  }

  /** Whether a template may read an attribute. */
  isSafeAttribute(value: unknown, name: string): boolean {
    return isSafeAttribute(value, name);
  }

  /** Whether a template may call something. */
  isSafeCallable(callee: unknown): boolean {
    return isSafeCallable(callee);
  }

  override getattr(value: unknown, name: string): unknown {
    return sandboxedGetattr(this, value, name, (object, attribute) =>
      this.isSafeAttribute(object, attribute),
    );
  }

  override getitem(value: unknown, key: unknown): unknown {
    return sandboxedGetitem(this, value, key, (object, attribute) => this.isSafeAttribute(object, attribute));
  }

  override call(
    context: CallContext,
    callee: unknown,
    args: readonly unknown[],
    keywords?: Keywords | undefined,
  ): unknown {
    if (!this.isSafeCallable(callee)) throw new SecurityError(`${repr(callee)} is not safely callable`);
    return call(context, callee, args, keywords);
  }

  protected override intercepts(kind: "binary" | "unary", operator: string): boolean {
    return (kind === "binary" ? this.interceptedBinops : this.interceptedUnops).has(operator);
  }

  /** Evaluates an intercepted binary operator. */
  callBinop(_context: CallContext, operator: string, left: unknown, right: unknown): unknown {
    return this.binopTable.get(operator)?.(left, right);
  }

  /** Evaluates an intercepted unary operator. */
  callUnop(_context: CallContext, operator: string, value: unknown): unknown {
    return this.unopTable.get(operator)?.(value);
  }
}

/** A sandbox whose templates can't change the lists and dictionaries they are given either. */
export class ImmutableSandboxedEnvironment extends SandboxedEnvironment {
  override isSafeAttribute(value: unknown, name: string): boolean {
    return super.isSafeAttribute(value, name) && !modifiesKnownMutable(value, name);
  }
}
