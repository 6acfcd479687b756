/** What Python has and JavaScript lacks: its values (`Tuple`, `UUID`) and its JSON, to the letter. */
export { decodeBase64 } from "./base64.ts";
export { compareCodePoints, sortByCodePoint } from "./code-points.ts";
export { floatRepr, numberText } from "./float.ts";
export { type Inspect, inspectAs } from "./inspect.ts";
export {
  JSONDecodeError,
  type ObjectHook,
  parseJSON,
  parseJSONEntries,
  type SourceEntry,
} from "./json-parser.ts";
export {
  COMPACT,
  describe,
  isPlainObject,
  type JSONFormat,
  keyText,
  locate,
  MAX_DEPTH,
  PYTHON_DEFAULT,
  pathStep,
  sortKeys,
  UnserializableError,
  writeJSON,
  writeString,
} from "./json-writer.ts";
export { quote } from "./quote.ts";
export { pythonRepr, pythonText } from "./text.ts";
export { isTruthy } from "./truth.ts";
export { Tuple } from "./tuple.ts";
export { UUID } from "./uuid.ts";
export { isSpace, splitSpace, stripSpace, stripSpaceBetween } from "./white-space.ts";
