/**
 * What the runner needs of an area, a set of recorded cases about one subject.
 *
 * To add one, put `areas/NAME.ts` beside the others, with an {@link Area} as its default export; the runner
 * finds it by its name. The area says how one case is run and compared, and where Flagon departs from what
 * was recorded; reading the file, freezing the clock, counting and reporting are the runner's part. The
 * format of the cases is described where the cases lie.
 */

/** One recorded case: run `in` as `kind` says, and compare with `out`. */
export type Case = {
  readonly id: string;
  readonly kind: string;
  readonly in: Fields;
  readonly out: Fields;
  readonly tags?: readonly string[];
};

/** A JSON object of a vector file. */
export type Fields = { readonly [name: string]: unknown };

/** What a case should have given and what it gave, both as plain JSON for the report. */
export type Mismatch = { readonly wanted: unknown; readonly got: unknown };

/** A rule for the cases in which Flagon does something else than Flask, on purpose. */
export type Departure = {
  /** The item of section 14 of the inventory of Flask's behaviour, or the line of the API page. */
  readonly cites: string;
  /** Whether the rule is about this case; asked only if the case does not pass as it was recorded. */
  applies(testCase: Case): boolean;
  /** What Flagon should give instead, in the form of `out`; the runner checks it as it checks any `out`. */
  expected(testCase: Case): Fields | Promise<Fields>;
};

/** A set of recorded cases about one subject. */
export interface Area {
  /** The file of the cases, within the directory of vectors. */
  readonly file?: string;
  /** In place of a file, a folder of files; a case of these has what was given and what was expected in one object. */
  readonly folder?: string;
  /** The share of the cases, in per cent, that may be departures. */
  readonly departureLimit: number;
  readonly departures: readonly Departure[];

  /**
   * Runs a case and compares what it gives with `wanted`, which is the recorded `out` or a departure's.
   * `Date.now` stands still at the case's `now`, if it has one, until this returns or its promise settles.
   *
   * @param header The file without its cases.
   * @returns `undefined` if they are the same. Whatever it throws is a failure of the case.
   */
  check(testCase: Case, wanted: Fields, header: Fields): Mismatch | undefined | Promise<Mismatch | undefined>;
}
