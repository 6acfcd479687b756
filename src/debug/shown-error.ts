/** What a page shows of an error: texts only, whatever was thrown, and none of them a secret. */

/** An error as a page shows it. */
export interface ShownError {
  readonly name: string;
  readonly message: string;
  /** The lines of the stack, `    at function (file:line:column)`. */
  readonly frames: readonly string[];
  /** What caused it, and what caused that. */
  readonly causes: readonly ShownError[];
}

/** Whether a place of a stack is Flagon's, a package's or the runtime's, and not the application's own. */
export function isOfOthers(place: string): boolean {
  return OTHERS.test(place) || place.includes(OURS) || place.includes(OURS_AS_PATH);
}

// What Node calls its own, Bun and Deno likewise; what is compiled of a template stands after its place in the template.
const OTHERS = /[\\/]node_modules[\\/]|(?:^|[\s(])(?:node|ext|native|jinja):/;
const OURS = new URL("../", import.meta.url).href;
const OURS_AS_PATH = decodeURIComponent(new URL(OURS).pathname);

const MOST_CAUSES = 5;

/**
 * Reads what was thrown. Only names, messages and stacks are shown: other properties, such as the request that an HTTP
 * client puts into its errors, hold what nobody has looked through.
 *
 * @param thrown What was thrown; its members may throw in turn.
 * @param hide Hides the secrets in a text.
 */
export function shownError(thrown: unknown, hide: (text: string) => string): ShownError {
  const chain: unknown[] = [thrown];
  while (chain.length <= MOST_CAUSES) {
    const cause = read(chain.at(-1), "cause");
    if (cause === undefined || chain.includes(cause)) break;
    chain.push(cause);
  }
  const [first, ...causes] = chain.map((one) => own(one, hide));
  return { ...(first as ShownError), causes };
}

function own(thrown: unknown, hide: (text: string) => string): ShownError {
  const stack = text(read(thrown, "stack"));
  if (stack === undefined) {
    return { name: `A thrown ${typeof thrown}`, message: hide(asText(thrown)), frames: [], causes: [] };
  }
  const message = text(read(thrown, "message")) ?? "";
  return {
    name: hide(text(read(thrown, "name")) ?? "Error"),
    message: hide(message),
    frames: framesOf(stack, message).map(hide),
    causes: [],
  };
}

/** A message may hold lines that look like those of a stack, and it may be a visitor's: it is taken off first. */
function framesOf(stack: string, message: string): string[] {
  const at = message === "" ? -1 : stack.indexOf(message);
  const rest = at === -1 ? stack.slice(stack.indexOf("\n") + 1) : stack.slice(at + message.length);
  // A quotation mark is part of no usual name, and would end an attribute.
  return rest
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.replaceAll('"', "'"));
}

function read(thrown: unknown, member: "name" | "message" | "stack" | "cause"): unknown {
  try {
    return (thrown as Error | undefined)?.[member];
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function asText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "without a text";
  }
}
