/** `ForeignContent`: whether a literal stands inside `<svg>` or `<math>`, where a browser reads some elements otherwise. */
import { HoleError } from "./errors.ts";

const ROOTS: ReadonlySet<string> = new Set(["math", "svg"]);

// Inside these HTML's rules hold again, by which an end tag that comes too early is passed over.
const INTEGRATION_POINTS: ReadonlySet<string> = new Set([
  "annotation-xml",
  "desc",
  "foreignobject",
  "mi",
  "mn",
  "mo",
  "ms",
  "mtext",
  "title",
]);

const VOID: ReadonlySet<string> = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "param",
  "source",
  "track",
  "wbr",
]);

/**
 * The elements that are open inside the outermost `<svg>` or `<math>`. In there an element such as `<style>`
 * holds elements, not raw text (https://html.spec.whatwg.org/#parsing-main-inforeign). This may say "inside"
 * where a browser is back in HTML (after a `<p>`, say), but never the other way round.
 */
export class ForeignContent {
  readonly #open: string[] = [];

  /** The outermost element that is open, such as `svg`; `undefined` outside. */
  get root(): string | undefined {
    return this.#open[0];
  }

  /** A start tag was read. */
  start(tag: string, isSelfClosing: boolean): void {
    if (this.#open.length === 0 && !ROOTS.has(tag)) return;
    if (!isSelfClosing && !VOID.has(tag)) this.#open.push(tag);
  }

  /**
   * An end tag was read.
   * @throws HoleError if it comes too early where a browser may pass over it.
   */
  end(tag: string): void {
    const open = this.#open;
    const index = open.lastIndexOf(tag);
    if (index === -1) return;
    if (index < open.length - 1 && open.some((element) => INTEGRATION_POINTS.has(element))) {
      throw new HoleError(
        `html: </${tag}> comes before <${open.at(-1)}> is closed; inside <${open[0]}> close the elements in order`,
      );
    }
    open.length = index;
  }
}
