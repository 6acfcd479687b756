/** Whether a value given for a URL is the one that a rule has as its default. */

/** Equality as Python has it for what defaults hold: values by what they are, not by which object holds them. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === "object" && a !== null && typeof b === "object" && b !== null)
    return isWritten(a) && `${a}` === `${b}`;
  if (typeof a === "boolean" || typeof b === "boolean" || typeof a === "bigint" || typeof b === "bigint") {
    return isNumeric(a) && isNumeric(b) && Number(a) === Number(b);
  }
  return false;
}

function isNumeric(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";
}

/** Whether it has a text that says what it is, as a UUID or a date has; `[object Object]` says nothing. */
function isWritten(value: object): boolean {
  return value.toString !== Object.prototype.toString && typeof value.toString === "function";
}
