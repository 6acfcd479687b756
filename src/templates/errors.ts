/** What goes wrong with a template: Jinja's errors, and Python's that an expression can raise. */

/** The base of every error of Jinja's own. */
export class TemplateError extends Error {
  override readonly name: string = "TemplateError";
}

/**
 * No loader has a template of this name.
 *
 * Jinja's `TemplateNotFound`; its `name` is {@link templateName} here, for `name` is the error's class.
 */
export class TemplateNotFound extends TemplateError {
  override readonly name: string = "TemplateNotFound";
  /** The name that was asked for; the last of them, if there were several. */
  readonly templateName: string;
  /** All the names that were tried. */
  readonly templates: readonly string[];

  constructor(
    templateName: string,
    message: string = templateName,
    templates: readonly string[] = [templateName],
  ) {
    super(message);
    this.templateName = templateName;
    this.templates = templates;
  }
}

/** None of several templates was found. Jinja's `TemplatesNotFound`. */
export class TemplatesNotFound extends TemplateNotFound {
  override readonly name: string = "TemplatesNotFound";

  constructor(templates: readonly string[], message?: string) {
    super(
      templates.at(-1) ?? "",
      message ?? `none of the templates given were found: ${templates.join(", ")}`,
      templates,
    );
  }
}

/** Where in a template's source an error stands. */
export type SourcePlace = {
  /** The template's name, if it has one. */
  readonly templateName?: string | undefined;
  /** The file the template was read from, if it was one. */
  readonly filename?: string | undefined;
  /** The column of the mistake, from 1; 0 or `undefined` if it is not known. */
  readonly column?: number | undefined;
  /** The column behind it, in the same line. */
  readonly end?: number | undefined;
};

/** The source is no template. Jinja's `TemplateSyntaxError`. */
export class TemplateSyntaxError extends TemplateError {
  override readonly name: string = "TemplateSyntaxError";
  /** The line of the mistake, counted from 1. */
  readonly lineno: number;
  /** The column of the mistake, counted from 1 in UTF-16 code units as editors do; `undefined` if it is not known. */
  readonly column: number | undefined;
  /** The column behind the mistake; `undefined` if it is not known, or in another line. */
  readonly endColumn: number | undefined;
  /** The template's name; `undefined` for a template made from a string. */
  readonly templateName: string | undefined;
  /** The template's file; `undefined` if it was read from none. */
  readonly filename: string | undefined;

  constructor(message: string, lineno: number, { templateName, filename, column, end }: SourcePlace = {}) {
    super(message);
    this.lineno = lineno;
    this.column = column || undefined;
    this.endColumn = end || undefined;
    this.templateName = templateName;
    this.filename = filename;
  }
}

/** The source parses, but can't mean anything: an unknown filter, say. Jinja's `TemplateAssertionError`. */
export class TemplateAssertionError extends TemplateSyntaxError {
  override readonly name: string = "TemplateAssertionError";
}

/** A template went wrong while it rendered. Jinja's `TemplateRuntimeError`. */
export class TemplateRuntimeError extends TemplateError {
  override readonly name: string = "TemplateRuntimeError";
}

/** @internal A promise was used as if it were what it promises; {@link passed} tells it the expression. */
export class UnawaitedError extends TemplateRuntimeError {
  constructor() {
    super(unawaited(""));
  }

  /** Names the expression that gave the promise. */
  locate(expression: string): void {
    this.message = unawaited(` in ${JSON.stringify(expression)}`);
  }
}

function unawaited(place: string): string {
  return (
    `a promise${place} was not awaited: await it before you give it to the template, ` +
    "or render it with renderAsync() or generateAsync(), which await it"
  );
}

/** A template made use of a value that is not there. Jinja's `UndefinedError`. */
export class UndefinedError extends TemplateRuntimeError {
  override readonly name: string = "UndefinedError";
}

/** A sandboxed template did what the sandbox forbids. Jinja's `SecurityError`. */
export class SecurityError extends TemplateRuntimeError {
  override readonly name: string = "SecurityError";
}

/** A filter was given an argument it can't work with. Jinja's `FilterArgumentError`. */
export class FilterArgumentError extends TemplateRuntimeError {
  override readonly name: string = "FilterArgumentError";
}

/** Python's `TypeError`: an operation met a value of a type it can't work with. It is JavaScript's `TypeError` too. */
export class OperandTypeError extends TypeError {
  override readonly name: string = "TypeError";
}

/** Python's `ValueError`: the type is right, the value is not. */
export class ValueError extends Error {
  override readonly name: string = "ValueError";
}

/** Python's `AttributeError`. */
export class AttributeError extends Error {
  override readonly name: string = "AttributeError";
}

/** Python's `LookupError`: what {@link KeyError} and {@link IndexError} have in common. */
export class LookupError extends Error {
  override readonly name: string = "LookupError";
}

/** Python's `KeyError`: a dictionary lacks the key. */
export class KeyError extends LookupError {
  override readonly name: string = "KeyError";
}

/** Python's `IndexError`: a sequence is not that long. */
export class IndexError extends LookupError {
  override readonly name: string = "IndexError";
}

/** Python's `ArithmeticError`: what {@link ZeroDivisionError} and {@link OverflowError} have in common. */
export class ArithmeticError extends Error {
  override readonly name: string = "ArithmeticError";
}

/** Python's `ZeroDivisionError`. */
export class ZeroDivisionError extends ArithmeticError {
  override readonly name: string = "ZeroDivisionError";
}

/** Python's `OverflowError`: a result too large, also where Python would go on until memory ends. */
export class OverflowError extends ArithmeticError {
  override readonly name: string = "OverflowError";
}

/** Python's `AssertionError`. */
export class AssertionError extends Error {
  override readonly name: string = "AssertionError";
}

/** Python's `RuntimeError`. */
export class RuntimeError extends Error {
  override readonly name: string = "RuntimeError";
}
