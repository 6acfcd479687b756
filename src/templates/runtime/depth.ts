/** How deep templates may call, include and extend each other: a mistake should not end in a full stack. */
import { TemplateRuntimeError } from "../errors.ts";

/** Python's own limit ends a macro that calls itself at about the same depth. */
const MAX_DEPTH = 300;

/** Checks a depth, counted from 1. */
export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw tooDeep();
}

/** The error for a template that calls itself without end. */
export function tooDeep(): TemplateRuntimeError {
  return new TemplateRuntimeError(
    `the template calls, includes or extends itself too often: deeper than ${MAX_DEPTH} levels`,
  );
}
