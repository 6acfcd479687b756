/** What the compiler knows of the place it is writing code for. */
import type { Scope } from "./scope.ts";

/** Whether text is escaped at a place: known when the template is compiled, or only when it renders. */
export type Escaping = boolean | "volatile";

export type Frame = {
  readonly scope: Scope;
  /** Whether a loop can be left or continued here. */
  readonly isInLoop: boolean;
  /** What assignments here are visible to, besides the template itself. */
  readonly kind: "toplevel" | "block" | "loop" | "inner";
  /** The variable that gathers the text, or `undefined` where pieces are yielded. */
  readonly buffer: string | undefined;
  readonly escaping: Escaping;
  /** The same; where it is known only when the template renders, that of the outer place. */
  readonly outerEscaping: boolean;
  /** Whether the code runs only under some condition; an unknown filter is an error only if it runs then. */
  readonly isSoft: boolean;
  /** Whether output is suppressed if a parent template has been set meanwhile. */
  readonly needsOutputCheck: boolean;
  /** The variable that keeps the names set in this loop or block for functions that want the context. */
  readonly localNames: string | undefined;
  /** The context that calls are given. */
  readonly callContext: string;
  /** Parameters that have no value yet. */
  readonly unset: Set<string>;
};

/** Which kind of function a template is compiled to. */
export type Variant = {
  /** Whether calls, filters and loops are awaited. */
  readonly isAsync: boolean;
  /** Whether pieces are yielded as they come, or joined. */
  readonly isStream: boolean;
};
