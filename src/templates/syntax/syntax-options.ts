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
