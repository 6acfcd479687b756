/** What the values of a template ask of the environment and the context they live in. */
import type { UndefinedClass } from "./undefined.ts";

/** The part of an `Environment` that filters, tests and values use. */
export interface ValueEnvironment {
  /** The class that stands for what is missing. */
  readonly undefined: UndefinedClass;
  /** The filters by name: JavaScript functions, or objects that can be called. */
  readonly filters: ReadonlyMap<string, unknown>;
  /** The tests by name. */
  readonly tests: ReadonlyMap<string, unknown>;
  /** Jinja's policies by name, such as `urlize.rel`. */
  readonly policies: ReadonlyMap<string, unknown>;
  /** What a line break in rendered text is: `\n` unless it was set. */
  readonly newlineSequence: string;
  /** Whether templates of this environment render asynchronously. */
  readonly isAsync: boolean;
  /** Whether attributes and calls are checked, as in a `SandboxedEnvironment`. */
  readonly isSandboxed: boolean;
  /** `value.name` in a template; a sandbox refuses here. */
  getattr(value: unknown, name: string): unknown;
  /** `value[key]` in a template; a sandbox refuses here. */
  getitem(value: unknown, key: unknown): unknown;
}

/** What a stretch of template is evaluated under. Jinja's `EvalContext`. */
export interface EvalContext {
  /** The environment of the template. */
  readonly environment: ValueEnvironment;
  /** Whether text is escaped here. */
  readonly autoescape: boolean;
}

/** What a call inside a template is made with: the template's `Context`. */
export interface CallContext {
  /** The environment of the template. */
  readonly environment: ValueEnvironment;
  /** How the template is evaluated at this moment. */
  readonly evalContext: EvalContext;
}
