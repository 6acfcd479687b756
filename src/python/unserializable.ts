/** `UnserializableError`: a value that has no JSON, and how its place and type are named. */

const LONGEST_PATH = 500;

/** A value that has no JSON; `path` says where it stands, such as `cart[2].price`. */
export class UnserializableError extends TypeError {
  override readonly name: string = "UnserializableError";
  /** What is wrong, without the place. */
  readonly reason: string;
  /** Where the value stands; empty at the top. */
  readonly path: string;

  constructor(reason: string, path: string) {
    super(path === "" ? reason : `${path}: ${reason}`);
    this.reason = reason;
    this.path = path;
  }

  /** The same error, seen from the container that holds the value under `step` (`.key` or `[3]`). */
  within(step: string): UnserializableError {
    const path = step + this.path;
    // The keys may be a stranger's, and the path ends in a log.
    return new UnserializableError(
      this.reason,
      path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path,
    );
  }
}

/** Names a value's type for an error message, never its content. */
export function describe(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an object without a class";
}

/** Adds the step to an {@link UnserializableError}'s path; any other error is given back as it is. */
export function locate(error: unknown, step: string): unknown {
  return error instanceof UnserializableError ? error.within(step) : error;
}

/** How a key appears in a path: `.name`, or `["odd name"]`. */
export function pathStep(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
