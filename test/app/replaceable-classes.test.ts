import { AppGlobals, Flagon, g, renderTemplateString } from "flagon";
import { ChoiceLoader, DictLoader, type Environment, SandboxedEnvironment } from "flagon/templates";
import { FlagonClient, type TestResponse } from "flagon/testing";
import { describe, expect, test } from "vitest";

declare module "flagon" {
  interface Globals {
    readonly startedAt?: number;
  }
}

describe("an application with a class of its own", () => {
  test("for its templates renders them in that", () => {
    const app = new Flagon();
    app.jinjaEnvironment = SandboxedEnvironment;
    expect(app.jinjaEnv).toBeInstanceOf(SandboxedEnvironment);
    app.appContext(() => {
      expect(renderTemplateString("{{ 1 + 1 }}")).toBe("2");
      expect(() => renderTemplateString("{% for i in range(1000000) %}{% endfor %}")).toThrow("range");
    });
  });

  test("may add to its environment, and look templates up in its own order", () => {
    class Site extends Flagon {
      override createJinjaEnvironment(): Environment {
        const environment = super.createJinjaEnvironment();
        environment.globals.set("site", "a site");
        return environment;
      }

      override createGlobalJinjaLoader(): ChoiceLoader {
        return new ChoiceLoader([
          new DictLoader({ "a.html": "first {{ site }}" }),
          super.createGlobalJinjaLoader(),
        ]);
      }
    }
    const app = new Site();
    app.jinjaLoader = new DictLoader({ "a.html": "a", "b.html": "b" });
    expect(app.jinjaEnv.getTemplate("a.html").render()).toBe("first a site");
    expect(app.jinjaEnv.getTemplate("b.html").render()).toBe("b");
  });

  test("for g has its members in every request", async () => {
    class Timed extends AppGlobals {
      readonly startedAt: number = 1000;
    }
    const app = new Flagon();
    app.appCtxGlobalsClass = Timed;
    app.get("/", () => {
      g.setDefault("own", 1);
      return [g.startedAt, g.get("own")];
    });
    expect((await app.testClient().get("/")).json()).toEqual([1000, 1]);
    expect((await app.testClient().get("/")).json()).toEqual([1000, 1]);
  });

  test("for its tests makes that itself", async () => {
    class Visitor extends FlagonClient {
      login(): Promise<TestResponse> {
        return this.post("/login", { form: { username: "ada" } });
      }
    }
    const app = new Flagon();
    app.post("/login", () => "hello");
    expect((await new Visitor(app).login()).text()).toBe("hello");
  });
});
