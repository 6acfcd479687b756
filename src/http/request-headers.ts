/** `RequestHeaders`: the header fields of a request, which can be read and not changed. */
import { BadRequestKeyError } from "./errors.ts";
import { Headers } from "./headers.ts";

/**
 * The header fields of a request. Of a name that came several times the values are joined by commas, those of
 * Cookie by semicolons. After Werkzeug's `EnvironHeaders`.
 */
export class RequestHeaders extends Headers {
  /** @param pairs - The fields as they came. */
  constructor(pairs: Iterable<readonly [string, string]>) {
    super();
    const fields = new Map<string, { readonly name: string; readonly values: string[] }>();
    for (const [name, value] of pairs) {
      const lower = name.toLowerCase();
      const field = fields.get(lower);
      if (field === undefined) fields.set(lower, { name, values: [value] });
      else field.values.push(value);
    }
    for (const [lower, { name, values }] of fields)
      super.add(name, values.join(lower === "cookie" ? "; " : ", "));
  }

  /**
   * The value of a field that must be there.
   * @throws BadRequestKeyError, a 400 that names the header, if it is missing.
   */
  require(name: string): string {
    const value = this.get(name);
    if (value === undefined) throw new BadRequestKeyError(name);
    return value;
  }

  override add(): never {
    return refuseChange();
  }

  override set(): never {
    return refuseChange();
  }

  override delete(): never {
    return refuseChange();
  }

  override clear(): never {
    return refuseChange();
  }
}

function refuseChange(): never {
  throw new TypeError(
    "The headers of a request can't be changed; copy them (new Headers(request.headers)) and change the copy.",
  );
}
