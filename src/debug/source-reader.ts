/** Reads the source of the places that an error came by. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type TemplateFrame, templateFrames } from "../templates/index.ts";
import type { DebugSubject } from "./debug-subject.ts";

/** Gives the text of a source; `undefined` for what is none. */
export type SourceReader = (file: string) => Promise<string | undefined>;

/**
 * What reads the sources for a page: programs, and the templates that the error came by, and nothing else, for a stack
 * may name any file. No secret is in what it gives.
 */
export function sourceReader({ error, hide, templateSource }: DebugSubject): SourceReader {
  const frames = framesOf(error);
  const files = new Set(frames.map(({ filename }) => filename));
  const names = new Set(frames.map(({ templateName }) => templateName));
  return async (file) => {
    try {
      if (names.has(file)) return hidden(hide, templateSource(file));
      if (!PROGRAM.test(file) && !files.has(file)) return undefined;
      return hide(await readFile(file.startsWith("file:") ? fileURLToPath(file) : file, "utf8"));
    } catch {
      // It is no longer there; the page has its name at least.
      return undefined;
    }
  };
}

const PROGRAM = /\.[cm]?[jt]sx?$/;

function hidden(hide: (text: string) => string, source: string | undefined): string | undefined {
  return source === undefined ? undefined : hide(source);
}

/** The frames of an error and of what caused it. */
function framesOf(error: unknown): TemplateFrame[] {
  const all: TemplateFrame[] = [];
  try {
    let current = error;
    for (let depth = 0; depth < DEEPEST && current instanceof Error; depth++) {
      all.push(...templateFrames(current));
      current = current.cause;
    }
  } catch {
    // What was thrown may have members that throw.
  }
  return all;
}

const DEEPEST = 5;
