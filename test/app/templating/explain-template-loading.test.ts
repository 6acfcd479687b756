import { Blueprint, Flagon, renderTemplate } from "flagon";
import { DictionaryFiles } from "flagon/http";
import { DictLoader } from "flagon/templates";
import { describe, expect, test } from "vitest";

function site(): { app: Flagon; explanations: string[] } {
  const files = new DictionaryFiles({ "/srv/templates/a.html": "a", "/srv/bp/pages/b.html": "b" });
  const app = new Flagon({ root: "/srv", files, config: { explainTemplateLoading: true, testing: true } });
  const bp = new Blueprint("bp", { urlPrefix: "/bp", root: "bp", templateFolder: "pages" });
  bp.get("/<name>", ({ name }) => renderTemplate(name));
  const memory = new Blueprint("memory");
  memory.jinjaLoader = new DictLoader({ "b.html": "another b", "c.html": "c" });
  app.registerBlueprint(bp);
  app.registerBlueprint(memory);
  const explanations: string[] = [];
  app.logger = { ...console, info: (entry: unknown) => explanations.push(String(entry)) };
  return { app, explanations };
}

describe("with explainTemplateLoading", () => {
  test("the log tells where a template was looked for, and found", async () => {
    const { app, explanations } = site();
    await app.testClient().get("/bp/c.html");
    expect(explanations).toEqual([
      `Where the template "c.html" was looked for:
  1: the loader of the application, a FileSystemLoader (UTF-8, links not followed) in "/srv/templates"
     no match
  2: the loader of the blueprint "bp", a FileSystemLoader (UTF-8, links not followed) in "/srv/bp/pages"
     no match
  3: the loader of the blueprint "memory", a DictLoader
     found`,
    ]);
  });

  test("it tells which file was taken", async () => {
    const { app, explanations } = site();
    await app.testClient().get("/bp/a.html");
    expect(explanations[0]).toContain('found ("/srv/templates/a.html")');
    expect(explanations[0]).not.toMatch(/Error|Warning/);
  });

  test("it warns if several have it", async () => {
    const { app, explanations } = site();
    expect((await app.testClient().get("/bp/b.html")).text()).toBe("b");
    expect(explanations[0]).toContain("Warning: 2 loaders have it, and the first one counts.");
    expect(explanations[0]).toContain('within a request of the blueprint "bp"');
  });

  test("it says so if none has it, and what may be wrong", async () => {
    const { app, explanations } = site();
    await expect(app.testClient().get("/bp/none.html")).rejects.toThrow("'none.html' not found");
    expect(explanations[0]).toContain("Error: no loader has it.");
    expect(explanations[0]).toContain('within a request of the blueprint "bp"');
    expect(() => app.appContext(() => renderTemplate("none.html"))).toThrow("not found");
    expect(explanations[1]).not.toContain("within a request");
  });

  test("each look-up is told of once, since a template that was found is kept", async () => {
    const { app, explanations } = site();
    await app.testClient().get("/bp/a.html");
    await app.testClient().get("/bp/a.html");
    expect(explanations).toHaveLength(1);
  });
});

test("without it nothing is logged", async () => {
  const { app, explanations } = site();
  app.config.explainTemplateLoading = false;
  await app.testClient().get("/bp/b.html");
  expect(explanations).toEqual([]);
});
