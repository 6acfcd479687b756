/** `MatchedRule`: what a request shows of the URL rule that it matched. */

/** The URL rule that a request matched; routing has the class, this is all that a request needs of it. */
export interface MatchedRule {
  /** The rule as it was written, `/users/<int:id>`. */
  readonly rule: string;
  /** The name of its view. */
  readonly endpoint: string;
  /** The methods that it takes, or `undefined` if it takes any. */
  readonly methods: ReadonlySet<string> | undefined;
}
