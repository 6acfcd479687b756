/** The errors of defining, matching and building URLs. */
import { BadRequest, HTTPException, type Response, redirect } from "../http/index.ts";

/** A rule that cannot be understood; says where and why. */
export class RuleSyntaxError extends Error {
  override readonly name: string = "RuleSyntaxError";

  constructor(rule: string, reason: string) {
    super(`The rule ${JSON.stringify(rule)} cannot be read: ${reason}`);
  }
}

/** Two rules that answer the same requests, so that the second would never be reached. */
export class RuleConflictError extends Error {
  override readonly name: string = "RuleConflictError";

  /**
   * @param first What was there, as it is listed.
   * @param second What was added.
   */
  constructor(first: string, second: string) {
    super(
      `The rules ${first} and ${second} answer the same requests, and only the first would ever be reached. Give ` +
        'one of them another path or other methods; set urlMap.duplicateRules = "allow" to keep both.',
    );
  }
}

/** A converter's answer to a text that is no value of its kind: the path is not found. Werkzeug's `ValidationError`. */
export class ValidationError extends Error {
  override readonly name: string = "ValidationError";
}

/** What a {@link BuildError} knows of the attempt. */
export type BuildAttempt = {
  readonly values?: ReadonlyMap<string, unknown> | undefined;
  readonly method?: string | undefined;
  /** The endpoint that was probably meant. */
  readonly suggested?: string | undefined;
  /** The converter's error, if it was a value that cannot be written. */
  readonly cause?: unknown;
};

/** No URL can be built for the endpoint and values given: Werkzeug's `BuildError`. */
export class BuildError extends Error {
  override readonly name: string = "BuildError";
  /** The endpoint that was asked for. */
  readonly endpoint: string;
  /** The values it was asked for with. */
  readonly values: ReadonlyMap<string, unknown>;
  /** The method that was asked for, if any. */
  readonly method: string | undefined;
  /** The endpoint that was probably meant. */
  readonly suggested: string | undefined;

  constructor(endpoint: string, reason: string, attempt: BuildAttempt = {}) {
    super(
      `Could not build a URL for endpoint ${JSON.stringify(endpoint)}: ${reason}`,
      attempt.cause === undefined ? undefined : { cause: attempt.cause },
    );
    this.endpoint = endpoint;
    this.values = attempt.values ?? new Map();
    this.method = attempt.method;
    this.suggested = attempt.suggested;
  }
}

/** The path is that of a rule, but written in another way: sends the client to the URL it should use (308). */
export class RequestRedirect extends HTTPException {
  static override readonly code: number = 308;
  /** Where to. */
  readonly newUrl: string;

  constructor(newUrl: string) {
    super(newUrl);
    this.newUrl = newUrl;
  }

  override getResponse(): Response {
    return redirect(this.newUrl, this.code);
  }
}

/** The path is that of a rule for WebSockets and the request is none, or the other way round (400). */
export class WebsocketMismatch extends BadRequest {}
