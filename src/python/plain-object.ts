/** Which objects are dictionaries. */

/** Whether the object is a dictionary: made by a literal, `Object.create(null)` or `JSON.parse`. */
export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  // An object of another realm (a test runner's, a vm's) has another Object.prototype, itself without one.
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "hasOwnProperty");
}
