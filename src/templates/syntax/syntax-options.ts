/** How templates are written: the delimiters, and what becomes of the white space around them. */

/** The options of an environment that change how a template is read. */
export type SyntaxOptions = {
  readonly blockStartString: string;
  readonly blockEndString: string;
  readonly variableStartString: string;
  readonly variableEndString: string;
  readonly commentStartString: string;
  readonly commentEndString: string;
  /** What begins a line that is a statement as a whole; none by default. */
  readonly lineStatementPrefix: string | undefined;
  /** What begins a comment that ends with its line; none by default. */
  readonly lineCommentPrefix: string | undefined;
  /** Takes away the line end behind a block. */
  readonly trimBlocks: boolean;
  /** Takes away the blanks between the start of a line and a block. */
  readonly lstripBlocks: boolean;
  /** What a line end of the template becomes. */
  readonly newlineSequence: "\n" | "\r\n" | "\r";
  /** Keeps the line end at the end of the template. */
  readonly keepTrailingNewline: boolean;
};

/** Jinja's defaults. */
export const DEFAULT_SYNTAX: SyntaxOptions = {
  blockStartString: "{%",
  blockEndString: "%}",
  variableStartString: "{{",
  variableEndString: "}}",
  commentStartString: "{#",
  commentEndString: "#}",
  lineStatementPrefix: undefined,
  lineCommentPrefix: undefined,
  trimBlocks: false,
  lstripBlocks: false,
  newlineSequence: "\n",
  keepTrailingNewline: false,
};

const DELIMITERS = [
  "blockStartString",
  "blockEndString",
  "variableStartString",
  "variableEndString",
  "commentStartString",
  "commentEndString",
] as const;

const PREFIXES = ["lineStatementPrefix", "lineCommentPrefix"] as const;

/** @throws RangeError for delimiters that are empty or can't be told apart, and for a line end that is none. */
export function checkSyntax(syntax: SyntaxOptions): void {
  for (const name of [...DELIMITERS, ...PREFIXES]) {
    if (syntax[name] === "")
      throw new RangeError(`${name} is empty: nothing in a template would begin or end`);
  }
  const { blockStartString, variableStartString, commentStartString, newlineSequence } = syntax;
  if (new Set([blockStartString, variableStartString, commentStartString]).size < 3) {
    const starts = [blockStartString, variableStartString, commentStartString].map((text) =>
      JSON.stringify(text),
    );
    throw new RangeError(
      `blockStartString, variableStartString and commentStartString must differ; they are ${starts.join(", ")}`,
    );
  }
  if (!["\n", "\r\n", "\r"].includes(newlineSequence)) {
    throw new RangeError(
      `newlineSequence must be "\\n", "\\r\\n" or "\\r", not ${JSON.stringify(newlineSequence)}`,
    );
  }
}
