/** Errors for people: where in which template something went wrong, with the lines around it. */
import { TemplateSyntaxError } from "../errors.ts";
import { tooDeep } from "./depth.ts";

/** A place in a template that an error has passed on its way out, the innermost first. */
export type TemplateFrame = {
  /** The template's name; `undefined` for one made from a string. */
  readonly templateName: string | undefined;
  readonly filename: string | undefined;
  /** The line, counted from 1. */
  readonly line: number;
  /** What was running: `root`, a block, a macro. */
  readonly place: string;
};

type Located = {
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

/** Notes on an error that it has passed a line of a template, and gives the error to throw on. */
export function passed(thrown: unknown, template: Located, line: number, place: string): unknown {
  const error = isStackOverflow(thrown) ? tooDeep() : thrown;
  if (!(error instanceof Error)) return error;
  try {
    note(error, template, line, place);
  } catch {
    // Where the stack is nearly full there is no room for it; further out there is.
  }
  return error;
}

const MAX_FRAMES = 50;

function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && thrown.message.includes("call stack");
}

function note(error: Error, template: Located, line: number, place: string): void {
  const frame = { templateName: template.name, filename: template.filename, line, place };
  const known = frames.get(error);
  if (known === undefined) {
    originalStacks.set(error, splitStack(error, excerpt(template.source, line)));
    frames.set(error, [frame]);
  } else if (known.length < MAX_FRAMES) known.push(frame);
  else return;
  rewriteStack(error);
}

function splitStack(error: Error, lines: string): { head: string; tail: string } {
  const stack = typeof error.stack === "string" ? error.stack : "";
  const start = stack.search(/^\s+at /m);
  const head = `${error.name}: ${error.message}${lines}`;
  return { head, tail: start === -1 ? "" : stack.slice(start) };
}

function rewriteStack(error: Error): void {
  const original = originalStacks.get(error);
  const at = frames.get(error)?.map(({ templateName, filename, line, place }) => {
    return `    at ${place} (${filename ?? templateName ?? "<template>"}:${line})`;
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
  const { head, tail } = splitStack(error, excerpt(source, error.lineno));
  originalStacks.set(error, { head, tail });
  frames.set(error, [
    { templateName: error.templateName, filename: error.filename, line: error.lineno, place: "template" },
  ]);
  rewriteStack(error);
  return error;
}

const LINES_AROUND = 2;

/** The source lines around a line, that one marked. */
function excerpt(source: string | undefined, line: number): string {
  if (source === undefined || line < 1) return "";
  const lines = source.split(/\r\n|\r|\n/);
  const first = Math.max(1, line - LINES_AROUND);
  const last = Math.min(lines.length, line + LINES_AROUND);
  if (line > lines.length) return "";
  const width = String(last).length;
  let text = "";
  for (let number = first; number <= last; number++) {
    const content = lines[number - 1] ?? "";
    text += `\n  ${number === line ? ">" : " "} ${String(number).padStart(width)} | ${content}`;
    if (number !== line) continue;
    const indent = /^\s*/.exec(content)?.[0] ?? "";
    text += `\n    ${" ".repeat(width)} | ${indent}${"^".repeat(Math.max(1, content.trim().length))}`;
  }
  return text;
}
