/** Standard input: that of the process, or what a test gives. */
import { AsyncLocalStorage } from "node:async_hooks";

const given = new AsyncLocalStorage<string>();

/** Runs a function that reads the text in place of standard input. */
export function withInput<T>(text: string, fn: () => T): T {
  return given.run(text, fn);
}

/** All of standard input, without white space around it; "" at a terminal, where nobody was asked to type. */
export async function readInput(): Promise<string> {
  const text = given.getStore();
  if (text !== undefined) return text.trim();
  if (process.stdin.isTTY) return "";
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8").trim();
}
