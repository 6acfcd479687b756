/** `generateCsrf` and `validateCsrf`: tokens that show that a form came from the site. After Flask-WTF. */
import { randomBytes } from "node:crypto";
import { currentContext } from "../app/index.ts";
import type { Request } from "../http/index.ts";
import { BadData, equalText, SignatureExpired, URLSafeTimedSerializer } from "../signing/index.ts";
import { csrfSecretKey, csrfSettings } from "./csrf-config.ts";
import { ValidationError } from "./errors.ts";

const SALT = "wtf-csrf-token";

/** What a token is made with, where the configuration shall not say. */
export interface GenerateOptions {
  /** Signs the token. */
  readonly secretKey?: string | Uint8Array | undefined;
  /** The session's key for the value that the token is compared with. */
  readonly tokenKey?: string | undefined;
}

/** What a token is checked with, where the configuration shall not say. */
export interface ValidateOptions extends GenerateOptions {
  /** How many seconds a token is good; `null` for as long as the session. */
  readonly timeLimit?: number | null | undefined;
}

type MadeToken = { readonly raw: unknown; readonly secretKey: string | Uint8Array; readonly token: string };

// A page with several forms carries one token; a value that the session has lost meanwhile makes it worthless.
const TOKENS = new WeakMap<Request, Map<string, MadeToken>>();

/**
 * The CSRF token of the request being answered, for a hidden field of a form or a header that a script sends.
 * Flask-WTF's `generate_csrf`: the same all through the request, signed and dated, bound to the session.
 *
 * @throws Error without a secret key; OutsideContextError outside of a request.
 * @example
 * ```ts
 * html`<form method="post"><input type="hidden" name="csrf_token" value="${generateCsrf()}">…</form>`;
 * ```
 */
export function generateCsrf(options: GenerateOptions = {}): string {
  const { app, request, session } = currentContext("generateCsrf");
  const secretKey = options.secretKey ?? csrfSecretKey(app);
  const field = options.tokenKey ?? csrfSettings(app.config).fieldName;
  if (!session.has(field)) session.set(field, randomBytes(20).toString("hex"));
  const raw: unknown = session.get(field);
  let tokens = TOKENS.get(request);
  if (tokens === undefined) {
    tokens = new Map();
    TOKENS.set(request, tokens);
  }
  const known = tokens.get(field);
  if (known !== undefined && known.raw === raw && known.secretKey === secretKey) return known.token;
  const token = serializer(secretKey).dumps(raw);
  tokens.set(field, { raw, secretKey, token });
  return token;
}

/**
 * Checks a CSRF token against the session of the request being answered. Flask-WTF's `validate_csrf`.
 *
 * @param token - What the form or the header holds.
 * @throws ValidationError that says what is wrong with it; TypeError if what is compared is no ASCII text, which
 *   only the application itself can bring about; Error without a secret key.
 */
export function validateCsrf(token: string | undefined, options: ValidateOptions = {}): void {
  const context = currentContext("validateCsrf");
  const { app } = context;
  const secretKey = options.secretKey ?? csrfSecretKey(app);
  const settings = csrfSettings(app.config);
  const field = options.tokenKey ?? settings.fieldName;
  const { timeLimit = settings.timeLimit } = options;
  if (token === undefined || token === "") throw new ValidationError("The CSRF token is missing.");
  // Looking at the session makes the answer vary by cookie, so it is left until it is needed.
  const { session } = context;
  if (!session.has(field)) throw new ValidationError("The CSRF session token is missing.");
  const given = load(token, secretKey, timeLimit ?? undefined);
  const expected: unknown = session.get(field);
  checkText(given, "the token's payload");
  checkText(expected, `the session's value under ${JSON.stringify(field)}`);
  if (!equalText(expected, given)) throw new ValidationError("The CSRF tokens do not match.");
}

function serializer(secretKey: string | Uint8Array): URLSafeTimedSerializer {
  return new URLSafeTimedSerializer(secretKey, { salt: SALT });
}

function load(token: string, secretKey: string | Uint8Array, maxAge: number | undefined): unknown {
  try {
    return serializer(secretKey).loads(token, { maxAge });
  } catch (error) {
    if (error instanceof SignatureExpired) throw new ValidationError("The CSRF token has expired.");
    // A RangeError is a time of signing that no date can hold.
    if (!(error instanceof BadData || error instanceof RangeError)) throw error;
    throw new ValidationError("The CSRF token is invalid.", { cause: error });
  }
}

function checkText(value: unknown, name: string): asserts value is string {
  if (typeof value === "string" && !/[^\0-\x7f]/.test(value)) return;
  throw new TypeError(
    `A CSRF token is compared as ASCII text, and ${name} is none; only generateCsrf sets it.`,
  );
}
