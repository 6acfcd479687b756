/** What an attribute means for a hole in its value: text, a URL, or no place for one. */
import type { URLSyntax } from "./url.ts";

/** The rule for holes in one attribute's value. */
export type AttributeRule =
  | { readonly kind: "text" }
  | { readonly kind: "url"; readonly syntax: URLSyntax }
  | { readonly kind: "refused"; readonly problem: string };

const TEXT: AttributeRule = { kind: "text" };

// Every attribute that HTML, SVG or an older HTML gives to a browser as one URL.
const ONE_URL: ReadonlySet<string> = new Set([
  "action",
  "attributionsrc",
  "background",
  "cite",
  "classid",
  "code",
  "codebase",
  "data",
  "dynsrc",
  "formaction",
  "href",
  "icon",
  "longdesc",
  "lowsrc",
  "manifest",
  "poster",
  "profile",
  "src",
  "usemap",
  "xlink:href",
  "xml:base",
]);

const SEVERAL_URLS: ReadonlyMap<string, URLSyntax> = new Map([
  ["archive", "commas"],
  ["imagesrcset", "commas"],
  ["ping", "spaces"],
  ["srcset", "commas"],
]);

// SVG's animations can set another element's href (https://svgwg.org/specs/animations/).
const ANIMATIONS: ReadonlySet<string> = new Set(["animate", "animatemotion", "animatetransform", "set"]);
const ANIMATED: ReadonlySet<string> = new Set(["by", "from", "to", "values"]);

/**
 * The rule for a hole in an attribute's value.
 *
 * @param tag - The tag's name in lower case.
 * @param name - The attribute's name in lower case.
 */
export function attributeRule(tag: string, name: string): AttributeRule {
  if (name.startsWith("on")) {
    return refused(
      `${name} holds a script; put the value into a data-… attribute and let the script read that`,
    );
  }
  if (name === "style") return refused("style holds CSS; choose between classes, or between literals");
  if (name === "srcdoc") return refused("srcdoc holds a whole page; serve that page and name it in src");
  if (ANIMATIONS.has(tag)) {
    if (name === "attributename") return refused("the attribute to animate must be written out");
    if (ANIMATED.has(name)) return { kind: "url", syntax: "semicolons" };
  }
  // A script in an image that stands in <img> never runs; in a frame or an object it would.
  if (tag === "img" && name === "src") return { kind: "url", syntax: "image" };
  if (ONE_URL.has(name)) return { kind: "url", syntax: "one" };
  const syntax = SEVERAL_URLS.get(name);
  return syntax === undefined ? TEXT : { kind: "url", syntax };
}

function refused(problem: string): AttributeRule {
  return { kind: "refused", problem };
}
