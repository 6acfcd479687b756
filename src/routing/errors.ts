/** The errors of building and defining URLs. */

/** No URL can be built for the endpoint and values given: Werkzeug's `BuildError`. */
export class BuildError extends Error {
  override readonly name: string = "BuildError";
  /** The endpoint that was asked for. */
  readonly endpoint: string;

  constructor(endpoint: string, reason: string) {
    super(`Could not build a URL for endpoint ${JSON.stringify(endpoint)}: ${reason}`);
    this.endpoint = endpoint;
  }
}

/** A rule that cannot be understood; says where and why. */
export class RuleSyntaxError extends Error {
  override readonly name: string = "RuleSyntaxError";

  constructor(rule: string, reason: string) {
    super(`The rule ${JSON.stringify(rule)} cannot be read: ${reason}`);
  }
}
