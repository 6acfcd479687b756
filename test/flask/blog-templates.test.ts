/** The blog's templates are written once: real Flask makes the same pages of them, byte for byte. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { flash, g, renderTemplate } from "flagon";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "../../examples/blog/app.ts";
import type { User } from "../../examples/blog/auth.ts";
import { describeWith, flaskPython } from "../requirements.ts";

const ROOT = fileURLToPath(new URL("../../examples/blog", import.meta.url));
const SCRIPT = fileURLToPath(new URL("blog_templates.py", import.meta.url));

type Case = {
  readonly template: string;
  readonly path: string;
  readonly user: User | null;
  readonly flashes: readonly (readonly [message: string, category: string])[];
  readonly context: Readonly<Record<string, unknown>>;
};

const ada: User = { id: 1, username: 'Ada "<the> first" & only' };
const post = {
  id: 3,
  title: "Tom & Jerry's <title>",
  body: "One line\n\n  and 'another' — ü 😀",
  created: Date.UTC(2024, 1, 29, 23, 59),
  author_id: 1,
  username: "Ada",
};
const none = { user: null, flashes: [], context: {} };

const CASES: readonly Case[] = [
  { ...none, template: "auth/login.html", path: "/auth/login" },
  { ...none, template: "auth/login.html", path: "/auth/login", context: { username: ada.username } },
  { ...none, template: "auth/register.html", path: "/auth/register", flashes: [["<b>No</b>", "problem"]] },
  { ...none, template: "blog/index.html", path: "/", context: { posts: [] } },
  {
    template: "blog/index.html",
    path: "/",
    user: ada,
    flashes: [
      ["Saved.", "message"],
      ["Too long.", "problem"],
    ],
    context: { posts: [post, { ...post, id: 4, author_id: 2, created: 0 }] },
  },
  { ...none, template: "blog/create.html", path: "/create", user: ada },
  {
    ...none,
    template: "blog/create.html",
    path: "/create",
    user: ada,
    context: { draft: { title: "", body: "\nx" } },
  },
  { ...none, template: "blog/update.html", path: "/3/update", user: ada, context: { post, draft: post } },
];

describeWith(flaskPython, "the blog's templates", (python) => {
  let folder: string;
  let flaskPages: readonly string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "flagon-blog-"));
    const input = CASES.map((one) => JSON.stringify(one)).join("\n");
    const output = execFileSync(python, [SCRIPT, ROOT], { input, encoding: "utf8" });
    flaskPages = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as string);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(
    CASES.map((one, index) => [one.template, index] as const),
  )("%s is the same page (case %i)", (_, index) => {
    const { template, path, user, flashes, context } = CASES[index] as Case;
    const app = createApp({ secretKey: "the key of these tests", database: join(folder, "blog.sqlite") });
    const page = app.testRequestContext(path, () => {
      if (user !== null) g.user = user;
      for (const [message, category] of flashes) flash(message, category);
      return renderTemplate(template, { csrf_token: () => "token", ...withDates(context) });
    });
    expect(page).toBe(flaskPages[index]);
  });
});

function withDates(context: Case["context"]): Record<string, unknown> {
  const dated = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(dated)
      : typeof value === "object" && value !== null && "created" in value
        ? { ...value, created: new Date(value.created as number) }
        : value;
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, dated(value)]));
}
