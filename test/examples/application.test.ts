/** The application that a function makes: its settings, from where they come, and its pages. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../examples/application/app.ts";

afterEach(() => vi.unstubAllEnvs());

/** With a logger that keeps what it is told. */
function quietApp(config?: Parameters<typeof createApp>[0]) {
  const log: string[] = [];
  const app = createApp(config);
  app.logger = { info: (message) => log.push(message), warn: () => undefined, error: () => undefined };
  return { client: app.testClient(), log };
}

describe("the greeting", () => {
  test("is Hello unless somebody says otherwise", async () => {
    const { client, log } = quietApp();
    expect((await client.get("/")).text()).toContain("<h1>Hello, visitor</h1>");
    expect(log).toEqual(['The greeting is "Hello".']);
  });

  test("comes from the environment, and from a test before that", async () => {
    vi.stubEnv("FLAGON_GREETING", "Good <morning>");
    expect((await quietApp().client.get("/")).text()).toContain("Good &lt;morning&gt;, visitor");
    const { client } = quietApp({ greeting: "Ahoy" });
    expect((await client.get("/about.json")).json()).toMatchObject({ debug: false, greeting: "Ahoy" });
  });
});

test("the front page lists the routes", async () => {
  const page = (await quietApp().client.get("/")).text();
  for (const rule of ["/", "/about.json", "/static/&lt;path:filename&gt;"])
    expect(page).toContain(`<code>${rule}</code>`);
});

test("two applications know nothing of each other", async () => {
  const [one, other] = [quietApp({ greeting: "One" }), quietApp({ greeting: "Other" })];
  expect((await one.client.get("/")).text()).toContain("One, visitor");
  expect((await other.client.get("/")).text()).toContain("Other, visitor");
});
