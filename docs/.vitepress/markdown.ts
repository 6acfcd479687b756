/** What the documents' Markdown means on the site, beyond what VitePress makes of it. */
import { join, posix, relative } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** A link to a file that is no page, such as `../../examples/login/app.ts`, is its text: only the repository has it. */
export function linksWithinTheSite(md: MarkdownRenderer): void {
  md.core.ruler.push("links_within_the_site", ({ tokens, env }) => {
    const folder = posix.dirname((env as { readonly relativePath?: string }).relativePath ?? "index.md");
    for (const { children } of tokens) {
      let isOutside = false;
      children?.forEach((token, index) => {
        if (token.type === "link_open") isOutside = leaves(folder, token.attrGet("href") ?? "");
        if (!isOutside || !/^link_/.test(token.type)) return;
        if (token.type === "link_close") isOutside = false;
        children[index] = Object.assign(token, {
          type: "text",
          tag: "",
          nesting: 0,
          content: "",
          attrs: null,
        });
      });
    }
  });
}

function leaves(folder: string, href: string): boolean {
  return !/^(?:[a-z]+:|\/|#)/i.test(href) && posix.join(folder, href).startsWith("..");
}

/** A block that is a file, ` ```html templates/hello.html ` or one that is included, has its path above it. */
export function fileNames(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const block = fence?.(tokens, index, ...rest) ?? "";
    // VitePress keeps the path of an included file here.
    const { info = "", src } = (tokens[index] ?? {}) as {
      readonly info?: string;
      readonly src?: readonly string[];
    };
    const file = src?.[0] === undefined ? FILE.exec(info.trim())?.[1] : relative(REPOSITORY, src[0]);
    if (file === undefined) return block;
    return `<div class="file"><p><code>${md.utils.escapeHtml(file)}</code></p>${block}</div>`;
  };
}

const REPOSITORY = join(import.meta.dirname, "../..");
const FILE = /^\w+ ([\w-][\w./-]*\.\w+)$/;

/** Braces are text, not Vue's: the documents show templates. */
export function plainBraces(md: MarkdownRenderer): void {
  for (const rule of ["code_inline", "text"] as const) {
    const render = md.renderer.rules[rule];
    md.renderer.rules[rule] = (...context) => (render?.(...context) ?? "").replaceAll("{{", "&#123;&#123;");
  }
}
