/** The Flagon half of the site: the same addresses as app.py, on a real socket. */
import { Flagon, flash, getFlashedMessages, html, redirect, request, session, urlFor } from "flagon";
import { serve } from "flagon/servers/node";
import { buildValue, type Description, describeValue } from "./described-value.ts";

/** How the Flagon half is set up. */
export type SiteOptions = {
  /** The key that signs. */
  readonly secretKey: string;
  /** Keys that only verify, the newest last. */
  readonly fallbacks?: readonly string[] | undefined;
};

/** A running site. */
export type Site = { readonly url: string; close(): Promise<void> };

/** Starts the site on a free port. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const server = await serve(makeSite(options), { host: "127.0.0.1", port: 0 });
  return { url: server.url, close: () => server.close() };
}

function makeSite({ secretKey, fallbacks = [] }: SiteOptions): Flagon {
  const app = new Flagon({ secretKey, config: { secretKeyFallbacks: fallbacks } });

  app.get("/", function index() {
    return session.has("username") ? html`Logged in as ${session.get("username")}` : "You are not logged in";
  });

  app.post("/login", function login() {
    session.set("username", request.form.require("username"));
    if (request.form.get("remember") === "yes") session.permanent = true;
    return redirect(urlFor("index"));
  });

  app.get("/logout", function logout() {
    session.pop("username");
    return redirect(urlFor("index"));
  });

  app.post("/values", function setValues() {
    const entries = JSON.parse(request.form.require("values")) as [string, Description][];
    for (const [key, description] of entries) session.set(key, buildValue(description));
    return "stored";
  });

  app.get("/values", function getValues() {
    return JSON.stringify([...session].sort().map(([key, value]) => [key, describeValue(value)]));
  });

  app.post("/flash", function say() {
    flash(buildValue(JSON.parse(request.form.require("message"))), request.form.require("category"));
    return "flashed";
  });

  app.get("/flashes", function hear() {
    const pairs = getFlashedMessages({ withCategories: true });
    return JSON.stringify(pairs.map(([category, message]) => [category, describeValue(message)]));
  });

  return app;
}
