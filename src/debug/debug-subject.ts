/** What the page about an error is made of. */

/** What is to be explained. */
export interface DebugSubject {
  /** What was thrown. */
  readonly error: unknown;
  /** What is shown of the request, in groups of names and values, without secrets. */
  readonly groups: readonly {
    readonly title: string;
    readonly rows: readonly (readonly [name: string, value: string])[];
  }[];
  /** Hides the secrets in a text. */
  readonly hide: (text: string) => string;
  /** Whether the client takes text and no HTML. */
  readonly wantsText: boolean;
  /** The source of a template that comes from no file; may throw. */
  readonly templateSource: (name: string) => string | undefined;
}
