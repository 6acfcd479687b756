/** Reads `{% trans %}` … `{% pluralize %}` … `{% endtrans %}` as a call of a gettext function. */
import type { Call, Dict, Expression, Keyword, Output, Statement } from "../syntax/nodes.ts";
import type { Parser } from "../syntax/parser.ts";

/** How the messages are made and filled in. */
export type TranslationOptions = {
  /** Whether the functions fill in the placeholders themselves. */
  readonly isNewstyle: boolean;
  /** Whether line ends and the blanks around them become one blank where the tag does not say. */
  readonly isTrimmed: boolean;
};

type Section = { readonly names: readonly string[]; readonly message: string };

/** Reads the whole block; the parser stands behind `trans`. */
export function parseTranslation(
  parser: Parser,
  lineno: number,
  options: TranslationOptions,
): readonly Statement[] {
  const head = parseHead(parser, options.isTrimmed);
  const { stream } = parser;
  stream.expect("block_end");
  const singular = parseSection(parser, true);
  let { count } = head;
  const [firstName] = singular.names;
  if (count === undefined && firstName !== undefined)
    count = { name: firstName, node: nameNode(firstName, lineno) };
  let plural: Section | undefined;
  if (stream.skipName("pluralize")) {
    if (stream.is("name")) count = parseCount(parser, head.variables);
    stream.expect("block_end");
    plural = parseSection(parser, false);
    if (count === undefined) throw stream.error("pluralize without variables", lineno);
  }
  stream.expectName("endtrans");
  const referenced = [...singular.names, ...(plural?.names ?? [])];
  for (const name of referenced) {
    if (!head.variables.has(name)) head.variables.set(name, nameNode(name, lineno));
  }
  const trim = (text: string): string => (head.isTrimmed ? trimLines(text) : text);
  const output = makeOutput({
    lineno,
    context: head.context,
    singular: trim(singular.message),
    plural: plural === undefined ? undefined : trim(plural.message),
    count: plural === undefined ? undefined : count,
    variables: head.variables,
    isReferenced: referenced.length > 0,
    isNewstyle: options.isNewstyle,
  });
  return head.assignment === undefined ? [output] : [head.assignment, output];
}

type Count = { readonly name: string; readonly node: Expression };

type Head = {
  readonly context: string | undefined;
  readonly variables: Map<string, Expression>;
  readonly count: Count | undefined;
  /** A count that is a call is made once, in front. */
  readonly assignment: Statement | undefined;
  readonly isTrimmed: boolean;
};

function nameNode(name: string, lineno: number): Expression {
  return { kind: "Name", lineno, name };
}

function parseHead(parser: Parser, trimsByDefault: boolean): Head {
  const { stream } = parser;
  const context = stream.is("string") ? String(stream.next().value) : undefined;
  const variables = new Map<string, Expression>();
  let count: Count | undefined;
  let assignment: Statement | undefined;
  let isTrimmed: boolean | undefined;
  while (!stream.is("block_end")) {
    if (variables.size > 0) stream.expect(",");
    if (stream.skip(":")) break;
    const token = stream.expect("name");
    const { lineno } = token;
    const name = String(token.value);
    if (variables.has(name)) {
      throw stream.assertionError(`translatable variable '${name}' defined twice.`, token);
    }
    let node = nameNode(name, lineno);
    if (stream.skip("=")) {
      node = parser.parseExpression();
    } else if (isTrimmed === undefined && (name === "trimmed" || name === "notrimmed")) {
      isTrimmed = name === "trimmed";
      continue;
    }
    if (count === undefined && node.kind === "Call") {
      const once = nameNode("_trans", lineno);
      assignment = { kind: "Assign", lineno, target: once, node };
      node = once;
    }
    variables.set(name, node);
    count ??= { name, node };
  }
  return { context, variables, count, assignment, isTrimmed: isTrimmed ?? trimsByDefault };
}

function parseCount(parser: Parser, variables: ReadonlyMap<string, Expression>): Count {
  const token = parser.stream.expect("name");
  const name = String(token.value);
  const node = variables.get(name);
  if (node !== undefined) return { name, node };
  throw parser.stream.assertionError(`unknown variable '${name}' for pluralization`, token);
}

/** The text up to the next tag, its variables as placeholders. */
function parseSection({ stream }: Parser, mayPluralize: boolean): Section {
  const names: string[] = [];
  let message = "";
  for (;;) {
    const { type, value } = stream.next();
    if (type === "data") {
      message += String(value).replaceAll("%", "%%");
    } else if (type === "variable_begin") {
      const name = stream.expectName();
      names.push(name);
      message += `%(${name})s`;
      stream.expect("variable_end");
    } else if (type === "block_begin") {
      if (stream.isName("endtrans") || (mayPluralize && stream.isName("pluralize")))
        return { names, message };
      if (stream.isName("pluralize")) {
        throw stream.error("a translatable section can have only one pluralize section");
      }
      if (stream.isName("trans"))
        throw stream.error("trans blocks can't be nested; did you mean `endtrans`?");
      throw stream.error(
        `control structures in translatable sections are not allowed; saw \`${String(stream.current.value)}\``,
      );
    } else {
      throw stream.error("unclosed translation block");
    }
  }
}

function trimLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}

type Message = {
  readonly lineno: number;
  readonly context: string | undefined;
  readonly singular: string;
  readonly plural: string | undefined;
  readonly count: Count | undefined;
  readonly variables: ReadonlyMap<string, Expression>;
  readonly isReferenced: boolean;
  readonly isNewstyle: boolean;
};

function makeOutput(message: Message): Output {
  const { lineno, context, count, variables, isNewstyle, isReferenced } = message;
  const constant = (value: string): Expression => ({ kind: "Const", lineno, value });
  // Where nothing is filled in, no percent sign needs doubling.
  const plain = (text: string): string => (isReferenced || isNewstyle ? text : text.replaceAll("%%", "%"));
  const args: Expression[] = [constant(plain(message.singular))];
  if (context !== undefined) args.unshift(constant(context));
  if (count !== undefined && message.plural !== undefined)
    args.push(constant(plain(message.plural)), count.node);
  const name = `${count === undefined ? "" : "n"}${context === undefined ? "" : "p"}gettext`;
  const keywords: Keyword[] = [];
  if (isNewstyle) {
    for (const [key, value] of variables) {
      // The function names the count itself.
      if (key !== "num" || count?.name !== "num") keywords.push({ key, value });
    }
  }
  const callNode: Call = {
    kind: "Call",
    lineno,
    node: nameNode(name, lineno),
    args,
    keywords,
    dynArgs: undefined,
    dynKeywords: undefined,
  };
  if (isNewstyle) return { kind: "Output", lineno, nodes: [callNode] };
  const safe: Expression = { kind: "MarkSafe", lineno, node: callNode, isAlways: false };
  if (variables.size === 0) return { kind: "Output", lineno, nodes: [safe] };
  const values: Dict = {
    kind: "Dict",
    lineno,
    items: [...variables].map(([key, value]) => ({ key: constant(key), value })),
  };
  return {
    kind: "Output",
    lineno,
    nodes: [{ kind: "Binary", lineno, operator: "%", left: safe, right: values }],
  };
}
