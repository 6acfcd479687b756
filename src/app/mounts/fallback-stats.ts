/** Counts what fell back to another server, by method and path, to tell which routes are still there. */

/** What fell back so far. */
export type FallbackStats = {
  /** The other server, as it was given; `undefined` for a handler. */
  readonly target: string | undefined;
  /** How many requests it has answered. */
  readonly total: number;
  /** How many of these it has answered with 404, which no route is behind; they are not among the paths. */
  readonly notFound: number;
  /** How many times it has not answered: 502 and 504. */
  readonly failed: number;
  /**
   * How often each path was asked for, the most frequent first: `"GET /posts/<int>"`. Segments that are a number or a
   * UUID count as one.
   */
  readonly paths: ReadonlyMap<string, number>;
  /** How many requests were for paths beyond the first thousand, which are not told apart. */
  readonly others: number;
};

const MOST_PATHS = 1000;
const LONGEST_PATH = 200;
const NUMBER = /\/[0-9]+(?=\/|$)/g;
const UUID = /\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\/|$)/gi;

/** Counts requests; what strangers ask for takes no more memory than a thousand paths. */
export class FallbackCounter {
  readonly #target: string | undefined;
  readonly #paths = new Map<string, number>();
  #total = 0;
  #notFound = 0;
  #failed = 0;
  #others = 0;

  constructor(target: string | undefined) {
    this.#target = target;
  }

  /** Counts a request that was answered. */
  count(method: string, path: string, status: number): void {
    this.#total++;
    if (status === 404) {
      this.#notFound++;
      return;
    }
    const key = `${method} ${path.slice(0, LONGEST_PATH).replace(UUID, "/<uuid>").replace(NUMBER, "/<int>")}`;
    const before = this.#paths.get(key);
    if (before === undefined && this.#paths.size >= MOST_PATHS) this.#others++;
    else this.#paths.set(key, (before ?? 0) + 1);
  }

  /** Counts a request that was not answered. */
  fail(): void {
    this.#failed++;
  }

  /** The counts at this moment. */
  get stats(): FallbackStats {
    const paths = [...this.#paths].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
    return {
      target: this.#target,
      total: this.#total,
      notFound: this.#notFound,
      failed: this.#failed,
      paths: new Map(paths),
      others: this.#others,
    };
  }
}
