/** How Python prints a number: `repr(float)` where JavaScript's text differs. */

/**
 * The text of a number as Python's JSON writes it. Whole numbers up to 2^53 are integers; beyond that a
 * JavaScript number can only have been a float, and is written as one (`1e+16`).
 */
export function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? "-0.0" : `${value}`;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  return floatText(value);
}

/** `repr(value)` of any float: `0.1`, `1e+16`, `inf`, and `2.0` for a whole one. */
export function floatRepr(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0.0" : floatText(value);
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

function floatText(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e16 || magnitude < 1e-4) {
    // Both sides print the shortest digits; Python wants two digits in the exponent, and no "1.0e".
    const [digits, exponent] = value.toExponential().split("e") as [string, string];
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }
  const text = `${value}`;
  return text.includes(".") ? text : `${text}.0`;
}
