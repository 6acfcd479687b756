/** `Extension`: what adds statements to the language of templates. */
import { AttributeError } from "../errors.ts";
import type { Call, Expression, ExtensionMethod, Keyword, Statement } from "../syntax/nodes.ts";
import type { Parser, TagParser } from "../syntax/parser.ts";
import type { Token } from "../syntax/token.ts";
import { BoundFunction, type HostFunction } from "../values/call.ts";

/** The part of an environment that extensions work with. */
export interface ExtensionHost {
  readonly globals: Map<string, unknown>;
  readonly filters: ReadonlyMap<string, unknown>;
  readonly tests: ReadonlyMap<string, unknown>;
  readonly policies: ReadonlyMap<string, unknown>;
}

/** The class of an extension, as the option `extensions` of an environment takes it. */
export type ExtensionClass = new (environment: ExtensionHost) => Extension;

/**
 * A piece of language. Jinja's `Extension`.
 *
 * @example
 * ```ts
 * class Shout extends Extension {
 *   override readonly identifier = "shout";
 *   override readonly tags = ["shout"];
 *   override parse(parser: Parser, { lineno }: Token): Statement {
 *     const body = parser.parseStatements("endshout");
 *     return { kind: "CallBlock", lineno, parameters: [], defaults: [], body, call: this.callMethod("shout", lineno) };
 *   }
 *   shout({ caller }: { caller: () => string }): string {
 *     return `${caller()}!`;
 *   }
 * }
 * ```
 */
export abstract class Extension {
  /** The name that environments keep the extension under. */
  abstract readonly identifier: string;
  /** The names of its statements. */
  readonly tags: readonly string[] = [];
  /** Extensions of a lower number see the source and the tokens first. */
  readonly priority: number = 100;
  /** The environment. */
  protected readonly environment: ExtensionHost;

  constructor(environment: ExtensionHost) {
    this.environment = environment;
  }

  /** Changes the source before it is read. */
  preprocess(source: string, _templateName: string | undefined): string {
    return source;
  }

  /** Changes the tokens before they are parsed. */
  filterStream(tokens: readonly Token[], _templateName: string | undefined): readonly Token[] {
    return tokens;
  }

  /**
   * Reads one of its statements.
   *
   * @param _parser - Stands behind the tag's name.
   * @param tag - The name.
   */
  parse(_parser: Parser, tag: Token): Statement | readonly Statement[] {
    throw new TypeError(`${this.identifier} reads no tag '${String(tag.value)}': override its method parse.`);
  }

  /** A call of one of its methods, for the tree. Jinja's `call_method`. */
  protected callMethod(
    method: string,
    lineno: number,
    args: readonly Expression[] = [],
    keywords: readonly Keyword[] = [],
  ): Call {
    const node: ExtensionMethod = { kind: "ExtensionMethod", lineno, extension: this.identifier, method };
    return { kind: "Call", lineno, node, args, keywords, dynArgs: undefined, dynKeywords: undefined };
  }
}

/** A method of an extension as a template calls it. */
export function extensionMethod(extension: Extension | undefined, method: string): BoundFunction {
  const fn: unknown = extension === undefined ? undefined : Reflect.get(extension, method);
  if (typeof fn === "function") return new BoundFunction(extension, fn as HostFunction);
  throw new AttributeError(`no extension of the environment has the method '${method}'`);
}

/** The statements of extensions by name, for a parser. */
export function tagParsers(extensions: Iterable<Extension>): Map<string, TagParser> {
  const parsers = new Map<string, TagParser>();
  for (const extension of extensions) {
    for (const tag of extension.tags) {
      if (!parsers.has(tag)) parsers.set(tag, (parser, token) => extension.parse(parser, token));
    }
  }
  return parsers;
}

/** Extensions in the order in which they see a template. */
export function byPriority(extensions: Iterable<Extension>): Extension[] {
  return [...extensions].sort((a, b) => a.priority - b.priority);
}
