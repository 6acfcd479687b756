/** Converts what a dictionary holds, as in Flask's `args.get("page", 1, type=int)`. */

/** What {@link convert} gives for a value that does not convert. */
export const FAILED: unique symbol = Symbol("failed");

/**
 * The value converted; {@link FAILED} if the function throws, gives `NaN`, or is `Number` and the text is blank.
 * An HTTP error that it throws goes on.
 */
export function convert<V, T>(value: V, type: (value: V) => T): T | typeof FAILED {
  // Number("") is 0; a field left blank is no number.
  if ((type as unknown) === Number && typeof value === "string" && value.trim() === "") return FAILED;
  try {
    const converted = type(value);
    return typeof converted === "number" && Number.isNaN(converted) ? FAILED : converted;
  } catch (error) {
    // The class of HTTP errors knows responses, and these know the dictionaries that this is for.
    if (error instanceof Error && "getResponse" in error) throw error;
    return FAILED;
  }
}

/** Flask's `get("page", type=int)` is not `get("page", Number)` or `get("page", { type: Number })`, which would convert nothing. */
export function refuseType(fallback: unknown): void {
  const isType = typeof fallback === "function";
  const hasType = typeof fallback === "object" && fallback !== null && "type" in fallback;
  if (!isType && !(hasType && typeof fallback.type === "function")) return;
  throw new TypeError(
    'get() takes what converts as its third argument: get("page", 1, Number), or get("page", undefined, Number).',
  );
}
