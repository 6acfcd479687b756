/** `LiteralReader`: reads the text between holes as an HTML tokenizer does, and knows where each hole stands. */
import { attributeRule } from "./attributes.ts";
import { HoleError, holeError } from "./errors.ts";
import { ForeignContent } from "./foreign-content.ts";
import type { Hole, URLPart } from "./hole.ts";
import { judgeStart, type URLSyntax } from "./url.ts";

type State =
  | "text"
  | "rcdata"
  | "raw"
  | "comment"
  | "declaration"
  | "tag open"
  | "end tag open"
  | "tag name"
  | "attributes"
  | "attribute name"
  | "after attribute name"
  | "before value"
  | "unquoted value"
  | "quoted value";

const RCDATA: ReadonlySet<string> = new Set(["textarea", "title"]);
const RAW: ReadonlySet<string> = new Set([
  "iframe",
  "noembed",
  "noframes",
  "noscript",
  "plaintext",
  "script",
  "style",
  "xmp",
]);

const SPACE = /[\t\n\f\r ]/;
const LETTER = /[a-z]/i;
const TAG_START = /<[a-z/!?]/i;
const OTHER_TAG = "write the tags out, and choose between html literals where they differ";

/** Reads the literal text piece by piece; a hole comes after each piece but the last. */
export class LiteralReader {
  #state: State = "text";
  #tag = "";
  #isEndTag = false;
  #isSelfClosing = false;
  #attribute = "";
  #quote = "";
  #names = new Set<string>();
  #filled = new Set<string>();
  /** The literal text of the attribute's value since the last hole, or since its start. */
  #value = "";
  #hasHole = false;
  /** The last hole's part of the attribute that is being read. */
  #part: URLPart | undefined;
  readonly #foreign = new ForeignContent();

  /** Reads the text up to the next hole, or the last one. */
  read(text: string): void {
    let at = 0;
    while (at < text.length) at = this.#step(text, at);
  }

  /** Where the hole after the text just read stands. */
  hole(number: number, before: string): Pick<Hole, "context" | "url"> {
    const problem = this.#problem(before);
    if (problem !== undefined) throw holeError(number, before, problem);
    if (this.#state === "rcdata") return { context: "rcdata", url: undefined };
    if (this.#state === "text") {
      return { context: this.#foreign.root === undefined ? "text" : "foreign", url: undefined };
    }
    this.#filled.add(this.#attribute);
    const rule = attributeRule(this.#tag, this.#attribute);
    if (rule.kind === "refused") throw holeError(number, before, rule.problem);
    const url = rule.kind === "url" ? this.#urlPart(rule.syntax, number, before) : undefined;
    this.#value = "";
    this.#hasHole = true;
    return { context: "attribute", url };
  }

  /** Checks that the literal ends in plain content. */
  end(): void {
    const place = this.#unfinished();
    if (place === undefined) return;
    throw new HoleError(
      `html: the literal ends ${place}, so what follows would be read as part of it; close it in the same literal (and write &lt; for a less-than sign)`,
    );
  }

  #unfinished(): string | undefined {
    switch (this.#state) {
      case "text":
        return this.#foreign.root === undefined ? undefined : `inside <${this.#foreign.root}>`;
      case "rcdata":
      case "raw":
        return `inside <${this.#tag}>`;
      case "comment":
      case "declaration":
        return "inside a comment or declaration";
      default:
        return "inside a tag";
    }
  }

  #urlPart(syntax: URLSyntax, number: number, before: string): URLPart | undefined {
    if (this.#hasHole) {
      // Settled by the text in front of the first hole.
      if (this.#part === undefined) return undefined;
    } else {
      const verdict = judgeStart(this.#value, syntax);
      if (verdict === "allowed") return undefined;
      if (verdict === "refused") {
        throw holeError(
          number,
          before,
          `${this.#attribute} runs or embeds what the hole is given; name a page instead`,
        );
      }
    }
    this.#part = { attribute: this.#attribute, syntax, before: this.#value, end: undefined };
    return this.#part;
  }

  #problem(before: string): string | undefined {
    switch (this.#state) {
      case "tag open":
      case "end tag open":
      case "tag name":
        return `a tag's name can't be a value; ${OTHER_TAG} (and write &lt; for a less-than sign)`;
      case "attributes":
      case "attribute name":
      case "after attribute name":
        return `only the value of an attribute can be a hole, between quotes; ${OTHER_TAG}`;
      case "before value":
      case "unquoted value":
        return `the value of ${this.#attribute} must stand in quotes: ${this.#attribute}="\${…}"`;
      case "comment":
      case "declaration":
        return "comments and declarations take no values; put the hole outside";
      case "raw":
        return `<${this.#tag}> takes no values; put the value into a data-… attribute and read it from there`;
      case "rcdata":
        return before.endsWith("<") ? `write &lt; for a less-than sign in <${this.#tag}>` : undefined;
      default:
        return undefined;
    }
  }

  #step(text: string, at: number): number {
    switch (this.#state) {
      case "text":
        return this.#readText(text, at);
      case "rcdata":
      case "raw":
        return this.#readContent(text, at);
      case "comment":
      case "declaration":
        return text.length;
      case "tag open":
      case "end tag open":
        return this.#openTag(text, at);
      case "tag name":
        return this.#readTagName(text, at);
      case "quoted value":
        return this.#readQuoted(text, at);
      default:
        return this.#readAttributes(text, at);
    }
  }

  #readText(text: string, at: number): number {
    const open = text.indexOf("<", at);
    if (open === -1) return text.length;
    this.#state = "tag open";
    return open + 1;
  }

  #openTag(text: string, at: number): number {
    const char = text.charAt(at);
    if (LETTER.test(char)) {
      this.#isEndTag = this.#state === "end tag open";
      this.#isSelfClosing = false;
      this.#tag = "";
      this.#names = new Set();
      this.#filled = new Set();
      this.#state = "tag name";
      return at;
    }
    if (char === "/" && this.#state === "tag open") {
      this.#state = "end tag open";
      return at + 1;
    }
    if (char === "!" && this.#state === "tag open") return this.#readDeclaration(text, at);
    if (char === "?" || this.#state === "end tag open") return this.#skipTo(">", text, at, "declaration");
    this.#state = "text";
    return at;
  }

  #readDeclaration(text: string, at: number): number {
    if (text.startsWith("![CDATA[", at)) {
      throw new HoleError(
        "html: CDATA means different things in HTML and in SVG; write its text with references",
      );
    }
    if (!text.startsWith("!--", at)) return this.#skipTo(">", text, at, "declaration");
    // "<!-->" and "<!--->" are whole comments, so the end may share the hyphens of the start.
    const end = /--!?>/g;
    end.lastIndex = at + 1;
    this.#state = end.test(text) ? "text" : "comment";
    return this.#state === "text" ? end.lastIndex : text.length;
  }

  #skipTo(end: string, text: string, at: number, inside: State): number {
    const found = text.indexOf(end, at);
    this.#state = found === -1 ? inside : "text";
    return found === -1 ? text.length : found + end.length;
  }

  #readTagName(text: string, at: number): number {
    const char = text.charAt(at);
    if (char !== "/" && char !== ">" && !SPACE.test(char)) {
      this.#tag += char.toLowerCase();
      return at + 1;
    }
    this.#state = "attributes";
    return at;
  }

  #readAttributes(text: string, at: number): number {
    const char = text.charAt(at);
    const isSpace = SPACE.test(char);
    switch (this.#state) {
      case "attribute name":
        if (char === "=") this.#state = "before value";
        else if (isSpace) this.#state = "after attribute name";
        else if (char === "/" || char === ">") return this.#finishName(at);
        else this.#attribute += char.toLowerCase();
        return at + 1;
      case "after attribute name":
        if (isSpace) return at + 1;
        if (char !== "=") return this.#finishName(at);
        this.#state = "before value";
        return at + 1;
      case "before value":
        if (isSpace) return at + 1;
        if (char === ">") return this.#finishName(at);
        return this.#openValue(char, at);
      case "unquoted value":
        if (isSpace) this.#state = "attributes";
        else if (char === ">") return this.#closeTag(at);
        return at + 1;
      default:
        if (char === ">") return this.#closeTag(at);
        this.#isSelfClosing = char === "/";
        if (isSpace || char === "/") return at + 1;
        // Even "=" begins a name here.
        this.#attribute = char.toLowerCase();
        this.#state = "attribute name";
        return at + 1;
    }
  }

  #finishName(at: number): number {
    this.#names.add(this.#attribute);
    this.#state = "attributes";
    return at;
  }

  #openValue(char: string, at: number): number {
    this.#names.add(this.#attribute);
    if (char !== '"' && char !== "'") {
      this.#state = "unquoted value";
      return at;
    }
    this.#state = "quoted value";
    this.#quote = char;
    this.#value = "";
    this.#hasHole = false;
    this.#part = undefined;
    return at + 1;
  }

  #readQuoted(text: string, at: number): number {
    const end = text.indexOf(this.#quote, at);
    this.#value += text.slice(at, end === -1 ? undefined : end);
    if (end === -1) return text.length;
    if (this.#part !== undefined) this.#part.end = this.#value;
    this.#state = "attributes";
    return end + 1;
  }

  #closeTag(at: number): number {
    if (this.#tag === "meta" && this.#names.has("http-equiv")) {
      if (this.#filled.has("content") || this.#filled.has("http-equiv")) {
        throw new HoleError("html: <meta http-equiv> takes no values; send the header of that name instead");
      }
    }
    this.#state = "text";
    if (this.#isEndTag) this.#foreign.end(this.#tag);
    else this.#startElement();
    return at + 1;
  }

  #startElement(): void {
    if (RCDATA.has(this.#tag)) this.#state = "rcdata";
    else if (RAW.has(this.#tag)) this.#state = "raw";
    if (this.#state !== "text" && this.#isSelfClosing && this.#foreign.root !== undefined) {
      throw new HoleError(
        `html: <${this.#tag}/> is a whole element in SVG and a start tag in HTML; write <${this.#tag}></${this.#tag}>`,
      );
    }
    this.#foreign.start(this.#tag, this.#isSelfClosing);
  }

  /** The content of an element that ends at its own end tag only. */
  #readContent(text: string, at: number): number {
    const end = new RegExp(`</${this.#tag}(?=[\\t\\n\\f\\r />])`, "gi");
    end.lastIndex = at;
    const found = this.#tag === "plaintext" ? null : end.exec(text);
    const content = text.slice(at, found?.index);
    if (this.#tag === "script" && content.includes("<!--")) {
      throw new HoleError(
        "html: a script with <!-- may not end at its end tag; write \\x3c!-- in the script",
      );
    }
    // In SVG these elements hold elements. A literal that is put into an SVG of another is not known to be there.
    if ((this.#state === "rcdata" || this.#foreign.root !== undefined) && TAG_START.test(content)) {
      throw new HoleError(
        `html: <${this.#tag}> holds text in HTML and elements in SVG, so its text must not look like a tag; write &lt; for a less-than sign`,
      );
    }
    if (this.#tag === "noscript") readAlone(content);
    if (found === null) return text.length;
    this.#isEndTag = true;
    this.#isSelfClosing = false;
    this.#names = new Set();
    this.#filled = new Set();
    this.#state = "attributes";
    return found.index + 2 + this.#tag.length;
  }
}

/** Checks that content is whole. A browser without scripts reads that of `<noscript>` as elements. */
function readAlone(content: string): void {
  const reader = new LiteralReader();
  reader.read(content);
  reader.end();
}
