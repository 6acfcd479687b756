/** The error of this folder: a hole of an `html` literal that can't be filled safely. */

/**
 * A hole of an `html` literal stands where no value is safe, or was given a value that can't be shown there.
 * The message names the hole, what was found and the remedy; it never quotes the value.
 */
export class HoleError extends TypeError {
  override readonly name: string = "HoleError";
}

/**
 * The error for one hole.
 *
 * @param number - Which hole, from 1.
 * @param before - The literal text in front of it, so that the hole can be found in the source.
 * @param problem - What is wrong and what to do instead.
 */
export function holeError(number: number, before: string, problem: string): HoleError {
  const shown = before.length > 40 ? `…${before.slice(-40)}` : before;
  return new HoleError(`html: hole ${number}, after ${JSON.stringify(shown)}: ${problem}`);
}
