/** `SentForm`: the fields of a form in debug mode, which say why one is missing that was expected. */
import { BadRequestKeyError } from "./errors.ts";
import { ImmutableMultiDict } from "./multi-dict.ts";

/** What came with a request, to say why a field did not. */
export interface BodyAsSent {
  /** The MIME type of the body, in lower case; "" if the request names none. */
  readonly mimetype: string;
  /** Whether there was a body at all. */
  readonly hasBody: boolean;
  /** Whether it was JSON. */
  readonly isJson: boolean;
  /** Why it is no form, though it is said to be one. */
  readonly malformed: string | undefined;
  /** The names of the fields that came as files. */
  readonly fileNames: { has(name: string): boolean };
  /** What the query string holds. */
  readonly args: { has(name: string): boolean };
}

/** The fields of a form in debug mode. */
export class SentForm extends ImmutableMultiDict {
  readonly #sent: BodyAsSent;

  /**
   * @param fields - The fields.
   * @param sent - What came with the request.
   */
  constructor(fields: ImmutableMultiDict, sent: BodyAsSent) {
    super(fields);
    this.#sent = sent;
  }

  override require(key: string): string {
    const value = this.get(key);
    if (value !== undefined) return value;
    const reason = reasonFor(key, this.#sent);
    if (reason === undefined) throw new BadRequestKeyError(key);
    throw new BadRequestKeyError(key, `The form has no field ${JSON.stringify(key)}: ${reason}`);
  }
}

const FORM_TYPES: ReadonlySet<string> = new Set(["application/x-www-form-urlencoded", "multipart/form-data"]);

/** Why the field is missing; `undefined` if it was not sent, that is all. */
function reasonFor(key: string, sent: BodyAsSent): string | undefined {
  if (sent.malformed !== undefined) return `it could not be read. ${sent.malformed}`;
  if (sent.fileNames.has(key)) return "it came as a file. Read request.files.";
  if (FORM_TYPES.has(sent.mimetype)) return undefined;
  if (sent.args.has(key)) {
    return 'it came in the query string. Read request.args, or write <form method="post">.';
  }
  if (!sent.hasBody) return 'the request has no body. Write <form method="post">.';
  if (sent.isJson) {
    return (
      "the body is JSON. Read request.json(), or send the fields as application/x-www-form-urlencoded: from a " +
      "script, fetch(url, { body: new URLSearchParams(fields), … })."
    );
  }
  const type = sent.mimetype === "" ? "has no Content-Type" : `is of type ${JSON.stringify(sent.mimetype)}`;
  return `the body ${type}, and fields come with application/x-www-form-urlencoded or multipart/form-data.`;
}
