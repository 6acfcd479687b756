/** What the documents' Markdown means on the site, beyond what VitePress makes of it. */
import { posix } from "node:path";
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

/** A block that is a file, ` ```html templates/hello.html `, has its path above it. */
export function fileNames(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const block = fence?.(tokens, index, ...rest) ?? "";
    const file = /^\w+ ([\w-][\w./-]*\.\w+)$/.exec(tokens[index]?.info.trim() ?? "")?.[1];
    return file === undefined
      ? block
      : `<div class="file"><p><code>${md.utils.escapeHtml(file)}</code></p>${block}</div>`;
  };
}

/** Braces are text, not Vue's: the documents show templates. */
export function plainBraces(md: MarkdownRenderer): void {
  for (const rule of ["code_inline", "text"] as const) {
    const render = md.renderer.rules[rule];
    md.renderer.rules[rule] = (...context) => (render?.(...context) ?? "").replaceAll("{{", "&#123;&#123;");
  }
}
