/** The examples of the folder beside this one: what each shows, which chapter explains it, how it is started. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ConfigValues, Flagon } from "flagon";
import { TUTORIAL } from "../../docs/.vitepress/tutorial.ts";

/** An example, as the page tells of it. */
export type Example = {
  /** The name of its folder. */
  readonly name: string;
  /** What the page calls it: the title of the chapter of its name, or its name. */
  readonly title: string;
  /** The sentence that its `app.ts` begins with. */
  readonly sentence: string;
  /** The document that explains it, such as `docs/tutorial/cookies.md`; `undefined` if there is none. */
  readonly chapter: string | undefined;
  /** What starts it alone. */
  readonly command: string;
  /** The application; `undefined` for one that needs another server, and can't be mounted. */
  readonly app: Flagon | undefined;
};

/** What an `app.ts` may export. */
type AppModule = {
  readonly app?: Flagon;
  readonly default?: Flagon;
  readonly createApp?: (config?: ConfigValues) => Flagon;
};

const ROOT = join(import.meta.dirname, "../..");
const documents = globSync("docs/{*,tutorial/*}.md", { cwd: ROOT }).filter(
  (path) => path !== "docs/examples.md",
);

/** All examples, in the order of the tutorial; those without a chapter of their name come last. */
export async function findExamples(): Promise<Example[]> {
  const names = globSync("*/app.ts", { cwd: join(ROOT, "examples") })
    .map(dirname)
    .filter((name) => name !== "all");
  const place = (name: string) => (TUTORIAL.includes(name) ? TUTORIAL.indexOf(name) : TUTORIAL.length);
  names.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return Promise.all(names.map(exampleOf));
}

async function exampleOf(name: string): Promise<Example> {
  const source = read(`examples/${name}/app.ts`);
  const app = appOf(await import(new URL(`../${name}/app.ts`, import.meta.url).href));
  return {
    name,
    title: titleOf(name),
    sentence: /^\/\*\*\s*(.*?)\s*\*\//s.exec(source)?.[1] ?? "",
    chapter: chapterOf(name),
    command:
      app === undefined
        ? `npx node examples/${name}/main.ts`
        : `npx flagon --app examples/${name}/app.ts run`,
    app,
  };
}

/** The application, made if need be; a function that needs options can't be called here. */
function appOf({ app, default: main, createApp }: AppModule): Flagon | undefined {
  return app ?? main ?? (createApp?.length === 0 ? createApp() : undefined);
}

function titleOf(name: string): string {
  const own = `docs/tutorial/${name}.md`;
  const title = documents.includes(own) ? /^# (.+)$/m.exec(read(own))?.[1] : undefined;
  return title ?? `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll("-", " ")}`;
}

function chapterOf(name: string): string | undefined {
  const own = `docs/tutorial/${name}.md`;
  if (documents.includes(own)) return own;
  return documents.find((path) => path !== "docs/examples.md" && read(path).includes(`examples/${name}/`));
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
