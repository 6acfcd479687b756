/** `BodyShare`: what the body of one request takes of the room that those of all requests have together. */
import type { EffectiveLimits } from "./body-limits.ts";
import { ServiceUnavailable } from "./server-errors.ts";

interface Totals {
  memory: number;
  disk: number;
}

// The one count of the process: two copies of the package, as a package manager may install them, share it.
const TOTALS: unique symbol = Symbol.for("flagon.bodies.1");
const registry = globalThis as { [TOTALS]?: Totals };
registry[TOTALS] ??= { memory: 0, disk: 0 };
const totals = registry[TOTALS];

/** So much of each body is not counted, which spares most requests the work; their number is bounded otherwise. */
export const UNCOUNTED: number = 65_536;

/** Counts what the body of a request holds, in memory and on disk, until it is released. */
export class BodyShare {
  readonly #limits: EffectiveLimits;
  #memory = 0;
  #disk = 0;

  /** @param limits - How much all may hold together. */
  constructor(limits: EffectiveLimits) {
    this.#limits = limits;
  }

  /** Counts bytes that are kept in memory. @throws ServiceUnavailable, a 503, if that is too much in all. */
  takeMemory(bytes: number): void {
    const before = Math.max(0, this.#memory - UNCOUNTED);
    this.#memory += bytes;
    const counted = Math.max(0, this.#memory - UNCOUNTED) - before;
    totals.memory += counted;
    if (counted > 0 && totals.memory > this.#limits.maxBodyMemory) throw full();
  }

  /** Bytes that were kept in memory are no more. */
  giveMemory(bytes: number): void {
    const before = Math.max(0, this.#memory - UNCOUNTED);
    this.#memory -= bytes;
    totals.memory -= before - Math.max(0, this.#memory - UNCOUNTED);
  }

  /** Counts bytes that are kept on disk. @throws ServiceUnavailable, a 503, if that is too much in all. */
  takeDisk(bytes: number): void {
    this.#disk += bytes;
    totals.disk += bytes;
    if (totals.disk > this.#limits.maxSpoolSize) throw full();
  }

  /** Bytes that were kept on disk are no more. */
  giveDisk(bytes: number): void {
    this.#disk -= bytes;
    totals.disk -= bytes;
  }

  /** Whether anything is kept. */
  get isUsed(): boolean {
    return this.#disk > 0 || this.#memory > UNCOUNTED;
  }

  /** Nothing is kept any more. */
  release(): void {
    this.giveMemory(this.#memory);
    this.giveDisk(this.#disk);
  }
}

/** What the bodies of all requests of the process hold, in bytes. */
export function bodyTotals(): Readonly<Totals> {
  return { ...totals };
}

function full(): ServiceUnavailable {
  return new ServiceUnavailable(
    "So much is being uploaded at the moment that there is no room for more; try again soon.",
    { retryAfter: RETRY_SECONDS },
  );
}

const RETRY_SECONDS = 5;
