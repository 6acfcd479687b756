/** Errors for people: where in which template something went wrong, with the lines around it. */
import { TemplateSyntaxError, UnawaitedError } from "../errors.ts";
import type { Span } from "../syntax/token.ts";
import { tooDeep } from "./depth.ts";
import { excerpt } from "./excerpt.ts";

/** A place in a template that an error has passed on its way out, the innermost first. */
export type TemplateFrame = {
  /** The template's name; `undefined` for one made from a string. */
  readonly templateName: string | undefined;
  readonly filename: string | undefined;
  /** The line, counted from 1. */
  readonly line: number;
  /** The column, counted from 1; `undefined` if it is not known. */
  readonly column: number | undefined;
  /** What was running: `root`, a block, a macro. */
  readonly place: string;
};

/** A template that an error can come from. */
export type Located = {
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly source: string | undefined;
};

const frames = new WeakMap<Error, TemplateFrame[]>();
const originalStacks = new WeakMap<Error, { head: string; tail: string }>();

/** The lines of templates that led to an error, the innermost first; none if it came from no template. */
export function templateFrames(error: unknown): readonly TemplateFrame[] {
  return (error instanceof Error && frames.get(error)) || [];
}

/** Notes on an error that it has passed a place in a template, and gives the error to throw on. */
export function passed(thrown: unknown, template: Located, span: Span, place: string): unknown {
  const error = isStackOverflow(thrown) ? tooDeep() : thrown;
  if (!(error instanceof Error)) return error;
  try {
    note(error, template, span, place);
  } catch {
    // Where the stack is nearly full there is no room for it; further out there is.
  }
  return error;
}

const MAX_FRAMES = 50;

function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && thrown.message.includes("call stack");
}

function note(error: Error, template: Located, span: Span, place: string): void {
  const { name: templateName, filename } = template;
  if (error instanceof UnawaitedError && !frames.has(error)) locate(error, template, span);
  const frame = { templateName, filename, line: span.lineno, column: span.column || undefined, place };
  const known = frames.get(error);
  if (known === undefined) {
    originalStacks.set(error, splitStack(error, excerpt(template.source, span)));
    frames.set(error, [frame]);
  } else if (known.length < MAX_FRAMES) known.push(frame);
  else return;
  rewriteStack(error);
}

function locate(error: UnawaitedError, { source }: Located, { lineno, column, end }: Span): void {
  const line = source?.split(/\r\n|\r|\n/)[lineno - 1];
  if (line !== undefined && column > 0 && end > column) error.locate(line.slice(column - 1, end - 1));
}

function splitStack(error: Error, lines: string): { head: string; tail: string } {
  const stack = typeof error.stack === "string" ? error.stack : "";
  const start = stack.search(/^\s+at /m);
  const head = `${error.name}: ${error.message}${lines}`;
  return { head, tail: start === -1 ? "" : stack.slice(start) };
}

function rewriteStack(error: Error): void {
  const original = originalStacks.get(error);
  const at = frames.get(error)?.map(({ templateName, filename, line, column, place }) => {
    const position = column === undefined ? line : `${line}:${column}`;
    return `    at ${place} (${filename ?? templateName ?? "<template>"}:${position})`;
  });
  if (original === undefined || at === undefined) return;
  try {
    error.stack = [original.head, ...at, original.tail].filter((part) => part !== "").join("\n");
  } catch {
    // A frozen error keeps the stack it has.
  }
}

/** Shows a syntax error with the lines around it. */
export function explainSyntaxError(error: unknown, source: string): unknown {
  if (!(error instanceof TemplateSyntaxError) || originalStacks.has(error)) return error;
  const { templateName, filename, lineno, column, endColumn } = error;
  const { head, tail } = splitStack(
    error,
    excerpt(source, { lineno, column: column ?? 0, end: endColumn ?? 0 }),
  );
  originalStacks.set(error, { head, tail });
  frames.set(error, [{ templateName, filename, line: lineno, column, place: "template" }]);
  rewriteStack(error);
  return error;
}
