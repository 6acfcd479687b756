/** A case of the measurement of growth. */

/** What is called with an input of about `size` characters. */
export interface GrowthCase {
  readonly name: string;
  readonly input: (size: number) => string;
  readonly call: (input: string) => unknown;
}

/** The text repeated to the size. */
export function repeat(text: string): (size: number) => string {
  return (size) => text.repeat(Math.ceil(size / text.length));
}
