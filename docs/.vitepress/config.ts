/** The documentation as a site: VitePress, with nothing that a reader's browser fetches from elsewhere. */
import { defineConfig } from "vitepress";
import { fileNames, linksWithinTheSite, plainBraces } from "./markdown.ts";
import { renderForSearch, weightOf } from "./search.ts";
import { sidebar } from "./sidebar.ts";

export default defineConfig({
  lang: "en",
  title: "Flagon",
  description: "Flask in TypeScript: its sessions byte for byte, its surface typed, on every runtime.",
  head: [["link", { rel: "icon", href: "/icon.svg", type: "image/svg+xml" }]],
  cleanUrls: true,
  rewrites: { "decisions/README.md": "decisions/index.md" },
  markdown: {
    config(md) {
      md.use(linksWithinTheSite);
      md.use(fileNames);
      md.use(plainBraces);
    },
  },
  // The index of the search is large, and fetched when someone searches.
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  themeConfig: {
    nav: [
      { text: "Tutorial", link: "/tutorial/quickstart", activeMatch: "^/tutorial/" },
      { text: "Examples", link: "/examples" },
      { text: "From Flask to Flagon", link: "/moving-from-flask" },
      { text: "Configuration", link: "/configuration" },
      { text: "API", link: "/api/", activeMatch: "^/api/" },
    ],
    sidebar: sidebar(),
    logo: "/icon.svg",
    outline: [2, 3],
    search: {
      provider: "local",
      options: { _render: renderForSearch, miniSearch: { searchOptions: { boostDocument: weightOf } } },
    },
    notFound: {
      title: "There is no such page",
      quote: "The address is mistyped, or the page has moved. The search above knows all of them.",
      linkText: "To the first page",
    },
    externalLinkIcon: true,
  },
});
