/** The sidebar, read from the folders: a chapter is listed once its file is there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DefaultTheme } from "vitepress";
import { TUTORIAL } from "./tutorial.ts";

const DOCS = join(import.meta.dirname, "..");

const REFERENCE = ["configuration", "command-line", "flask-parity", "flask-suite"];

/** Pages of `docs/` that have a place of their own. */
const PLACED = new Set(["index", "examples", "moving-from-flask", ...REFERENCE]);

/** What stands beside every page. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  const guide = pages("").filter((name) => !PLACED.has(name));
  const reference = [...items("", inOrder(REFERENCE, pages(""))), { text: "API", link: "/api/" }];
  return [
    { text: "Tutorial", items: [...items("tutorial", chapters()), ...items("", existing("examples"))] },
    { text: "Beyond the tutorial", items: items("", guide) },
    { text: "Moving from Flask", items: items("", existing("moving-from-flask")) },
    { text: "Reference", items: reference },
    { text: "API", collapsed: true, items: api() },
    { text: "Decisions", collapsed: true, items: items("decisions", decisions()) },
  ];
}

function chapters(): string[] {
  const there = pages("tutorial");
  const unknown = there.filter((name) => !TUTORIAL.includes(name));
  if (unknown.length > 0) throw new Error(`Chapters without a place in TUTORIAL: ${unknown.join(", ")}.`);
  return inOrder(TUTORIAL, there);
}

const decisions = (): string[] => ["README", ...pages("decisions").filter((name) => name !== "README")];

const existing = (name: string): string[] => pages("").filter((page) => page === name);

const inOrder = (order: readonly string[], there: readonly string[]): string[] =>
  order.filter((name) => there.includes(name));

function pages(folder: string): string[] {
  const path = join(DOCS, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((file) => file.endsWith(".md"))
    .map((file) => file.slice(0, -3))
    .sort();
}

function items(folder: string, names: readonly string[]): DefaultTheme.SidebarItem[] {
  return names.map((name) => {
    const path = folder === "" ? name : `${folder}/${name}`;
    return { text: titleOf(`${path}.md`), link: `/${path.replace(/README$/, "")}` };
  });
}

function titleOf(file: string): string {
  const title = /^# (.+)$/m.exec(readFileSync(join(DOCS, file), "utf8"))?.[1];
  if (title === undefined) throw new Error(`docs/${file} has no title: a line that begins with "# ".`);
  return title.replaceAll("`", "");
}

/** The modules that TypeDoc described, each with its classes; nothing before it ran. */
function api(): DefaultTheme.SidebarItem[] {
  return folders("api").flatMap(modulesBelow);
}

function modulesBelow(folder: string): DefaultTheme.SidebarItem[] {
  if (!pages(folder).includes("index")) return [];
  return [module(folder), ...folders(folder).flatMap(modulesBelow)];
}

function module(folder: string): DefaultTheme.SidebarItem {
  const classes = pages(`${folder}/classes`).map((text) => ({ text, link: `/${folder}/classes/${text}` }));
  return { text: titleOf(`${folder}/index.md`), link: `/${folder}/`, collapsed: true, items: classes };
}

function folders(folder: string): string[] {
  const path = join(DOCS, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`)
    .sort();
}
