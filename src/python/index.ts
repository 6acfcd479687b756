/** What Python has and JavaScript lacks: its values (`Tuple`, `UUID`) and its JSON, to the letter. */
export { decodeBase64 } from "./base64.ts";
export { compareCodePoints, sortByCodePoint } from "./code-points.ts";
export { dateText } from "./date-text.ts";
export { floatRepr, numberText } from "./float.ts";
export { type Inspect, inspectAs } from "./inspect.ts";
export { keyText, sortKeys } from "./json-keys.ts";
export {
  JSONDecodeError,
  type ObjectHook,
  parseJSON,
  parseJSONEntries,
  type SourceEntry,
} from "./json-parser.ts";
export { writeString } from "./json-string.ts";
export {
  COMPACT,
  type JSONFormat,
  JSONWriter,
  MAX_DEPTH,
  PYTHON_DEFAULT,
  writeJSON,
} from "./json-writer.ts";
export { checkOptionNames } from "./option-names.ts";
export { isPlainObject } from "./plain-object.ts";
export { memberNamed, nameInPython, type PythonNames, pythonNamesOf } from "./python-names.ts";
export { quote } from "./quote.ts";
export { pythonRepr, pythonText } from "./text.ts";
export { isTruthy } from "./truth.ts";
export { Tuple } from "./tuple.ts";
export { describe, locate, pathStep, UnserializableError } from "./unserializable.ts";
export { UUID } from "./uuid.ts";
export { isSpace, splitSpace, stripSpace, stripSpaceBetween } from "./white-space.ts";
