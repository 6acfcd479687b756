/** Values of Python that JavaScript has no value for, as objects that are written in the same way. */
import { httpDate } from "../src/http/index.ts";
import { UUID } from "../src/python/index.ts";
import { readValue } from "./neutral-values.ts";

/** Reads a date, Decimal, set, timedelta, dataclass, an object with only `__html__`, or with nothing. */
export function readPythonOnly(kind: string, fields: Record<string, unknown>): unknown {
  switch (kind) {
    case "date":
      return new JSONText(httpDate(new Date(`${fields.v}T00:00:00Z`)));
    case "decimal":
      return new JSONText(`${fields.v}`);
    case "html":
      return new HTMLObject(`${fields.v}`);
    case "set":
      return new Set(fields.v as unknown[]);
    case "dataclass":
      return new DataObject(fields.v as [string, unknown][]);
    default:
      return new OpaqueObject();
  }
}

/** Flask's provider writes a date and a Decimal as text. */
class JSONText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toJSON(): string {
    return this.#text;
  }
}

class HTMLObject {
  readonly #html: string;

  constructor(html: string) {
    this.#html = html;
  }

  __html__(): string {
    return this.#html;
  }
}

/** A dataclass is written as a dictionary of its fields. */
class DataObject {
  readonly #fields: readonly (readonly [string, unknown])[];

  constructor(fields: readonly (readonly [string, unknown])[]) {
    this.#fields = fields;
  }

  toJSON(): Map<string, unknown> {
    const read = (value: unknown) => readValue(value, { dictionary: "map", other: readPythonOnly });
    return new Map(this.#fields.map(([name, value]) => [name, plain(read(value))]));
  }
}

/** Flask writes what is inside a dataclass as plain JSON, without tags. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, plain);
  return value instanceof UUID ? String(value) : value;
}

class OpaqueObject {}
