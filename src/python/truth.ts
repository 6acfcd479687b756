/** Python's truth: an empty container is false, NaN is true. */

/** `bool(value)` as Python has it. */
export function isTruthy(value: unknown): boolean {
  if (typeof value === "number") return value !== 0;
  if (typeof value !== "object" || value === null) return Boolean(value);
  if (value instanceof Map || value instanceof Set) return value.size > 0;
  if ("length" in value && typeof value.length === "number") return value.length > 0;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? Object.keys(value).length > 0 : true;
}
