/** CSRF tokens of one site of two: Flagon in front, Flask with Flask-WTF behind it. */
import { Flagon } from "flagon";
import { CSRFProtect, generateCsrf } from "flagon/forms";
import { ProxyFix } from "flagon/http";
import { type NodeServer, serve } from "flagon/servers/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeWith, flaskWtf } from "../requirements.ts";
import { type Gunicorn, startGunicorn } from "./gunicorn.ts";
import { Visitor } from "./visitor.ts";

const SECRET_KEY = "a secret that both servers know";

describeWith(flaskWtf, "CSRF tokens of Flagon and Flask-WTF", () => {
  let gunicorn: Gunicorn;
  let server: NodeServer;
  let visitor: Visitor;

  beforeAll(async () => {
    gunicorn = await startGunicorn("csrf:app", { SECRET_KEY });
    const app = new Flagon({ secretKey: SECRET_KEY, staticFolder: null });
    const csrf = new CSRFProtect(app);
    app.get("/flagon/token", () => generateCsrf());
    app.post("/flagon/form", () => "Flagon took it");
    csrf.exempt(app.post("/flagon/hook", () => "Flagon knows it by its signature"));
    // The page has moved; its form is still Flask's.
    app.get("/flask/form", () => "the form");
    app.fallback(gunicorn.url);
    server = await serve(new ProxyFix(app, { xProto: 1 }), { port: 0, onError: () => {} });
  }, 30_000);

  afterAll(async () => {
    await server?.close();
    await gunicorn?.close();
  });

  beforeEach(() => {
    visitor = new Visitor();
  });

  const at = (path: string): string => server.url + path;
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams(fields);
    const response = await visitor.send(at(path), { method: "POST", body, headers });
    return { status: response.status, text: await response.text() };
  };

  describe.each([
    ["flask", "flagon", "Flagon"],
    ["flagon", "flask", "Flask"],
    ["flask", "flask", "Flask"],
    ["flagon", "flagon", "Flagon"],
  ])("a token that %s made", (maker, taker, name) => {
    test(`is taken by ${taker} from a field, from one with a prefix, and from a header`, async () => {
      const csrf_token = await visitor.get(at(`/${maker}/token`));
      const taken = { status: 200, text: `${name} took it` };

      expect(await post(`/${taker}/form`, { csrf_token })).toEqual(taken);
      expect(await post(`/${taker}/form`, { "login-csrf_token": csrf_token })).toEqual(taken);
      expect(await post(`/${taker}/form`, {}, { "X-CSRFToken": csrf_token })).toEqual(taken);
    });

    test(`is the same visitor's after ${taker} has made one too`, async () => {
      const csrf_token = await visitor.get(at(`/${maker}/token`));
      await visitor.get(at(`/${taker}/token`));

      expect((await post(`/${taker}/form`, { csrf_token })).status).toBe(200);
    });

    test(`is refused by ${taker} from another visitor, or changed`, async () => {
      const stolen = await new Visitor().get(at(`/${maker}/token`));
      const csrf_token = await visitor.get(at(`/${maker}/token`));

      expect(await post(`/${taker}/form`, { csrf_token: stolen })).toEqual(
        refusal("The CSRF tokens do not match."),
      );
      expect(await post(`/${taker}/form`, { csrf_token: `${csrf_token}x` })).toEqual(
        refusal("The CSRF token is invalid."),
      );
    });

    test(`needs, over https, a page of the site to come from at ${taker}`, async () => {
      const csrf_token = await visitor.get(at(`/${maker}/token`));
      const https = { "X-Forwarded-Proto": "https" };
      const referer = `${server.url.replace("http:", "https:")}/${maker}/page`;

      expect((await post(`/${taker}/form`, { csrf_token }, { ...https, referer })).status).toBe(200);
      expect(await post(`/${taker}/form`, { csrf_token }, https)).toEqual(
        refusal("The referrer header is missing."),
      );
      expect(
        await post(`/${taker}/form`, { csrf_token }, { ...https, referer: "https://evil.example/" }),
      ).toEqual(refusal("The referrer does not match the host."));
    });
  });

  test.each(["flask", "flagon"])("%s refuses a form without a token", async (taker) => {
    await visitor.get(at("/flask/token"));

    expect(await post(`/${taker}/form`, {})).toEqual(refusal("The CSRF token is missing."));
  });

  test("what falls back is judged by Flask alone", async () => {
    expect(await post("/flask/hook", {})).toEqual({ status: 200, text: "Flask knows it by its signature" });
    expect((await post("/flask/nothing", {})).status).toBe(404);
    expect(await post("/flagon/hook", {})).toEqual({ status: 200, text: "Flagon knows it by its signature" });
  });
});

/** The page of both: `CSRFError` has its words from Flask-WTF. */
function refusal(reason: string): unknown {
  return { status: 400, text: expect.stringContaining(`<p>${reason}</p>`) as unknown };
}
