import {
  dumpCookie,
  dumpOptionsHeader,
  Headers,
  MethodNotAllowed,
  Response,
  redirect,
  TooManyRequests,
  Unauthorized,
  WWWAuthenticate,
} from "flagon/http";
import { describe, expect, test } from "vitest";

const BREAKS = ["\r\nSet-Cookie: evil=1", "\nX: y", "\rX: y", "\0", "\u007f"];

/** The places where a text that came from a visitor can reach a header. */
const PLACES: Readonly<Record<string, (text: string) => Response>> = {
  "headers.set": (text) => changed(({ headers }) => headers.set("X-Tea", text)),
  "headers.add": (text) => changed(({ headers }) => headers.add("X-Tea", text)),
  "headers.add with options": (text) =>
    changed(({ headers }) => headers.add("Content-Disposition", "attachment", { filename: text })),
  "a header's name": (text) => changed(({ headers }) => headers.set(`X-Tea${text}`, "green")),
  "headers.update": (text) => changed(({ headers }) => headers.update({ "X-Tea": [text] })),
  "the headers of a new response": (text) => new Response("", { headers: { Link: `<${text}>; rel=next` } }),
  "the content type": (text) => new Response("", { contentType: `text/${text}` }),
  "the MIME type": (text) => new Response("", { mimetype: `text/${text}` }),
  "a parameter of the content type": (text) =>
    changed(({ mimetypeParams }) => mimetypeParams.set("charset", text)),
  "the status text": (text) => new Response("", { statusText: text }),
  "the content location": (text) =>
    changed((response) => Object.assign(response, { contentLocation: `//${text}/` })),
  "a name of Vary": (text) => changed(({ vary }) => vary.add(text)),
  "the origin of CORS": (text) =>
    changed((response) => Object.assign(response, { accessControlAllowOrigin: text })),
  "a directive of Cache-Control": (text) =>
    changed(({ cacheControl }) => Object.assign(cacheControl, { private: text })),
  "a source of the content security policy": (text) =>
    changed(({ contentSecurityPolicy }) => Object.assign(contentSecurityPolicy, { imgSrc: text })),
  "the realm of a challenge": (text) =>
    changed(({ wwwAuthenticate }) => Object.assign(wwwAuthenticate, { realm: text })),
  "an ETag": (text) => changed((response) => response.setEtag(text)),
  "the name of a cookie": (text) => changed((response) => response.setCookie(`a${text}`, "b")),
  "the domain of a cookie": (text) =>
    changed((response) => response.setCookie("a", "b", { domain: `tea.example${text}` })),
  "the expiry of a cookie": (text) => changed((response) => response.setCookie("a", "b", { expires: text })),
  "the host of a redirect": (text) => redirect(`//tea.example${text}/`),
  "a challenge of 401": (text) =>
    new Unauthorized(undefined, { wwwAuthenticate: `Basic realm=${text}` }).getResponse(),
  "the realm of 401": (text) =>
    new Unauthorized(undefined, {
      wwwAuthenticate: new WWWAuthenticate("basic", { parameters: [["realm", text]] }),
    }).getResponse(),
  "a method of 405": (text) => new MethodNotAllowed([`GET${text}`]).getResponse(),
  "the time of 429": (text) => new TooManyRequests(undefined, { retryAfter: text }).getResponse(),
};

/** Places where the text is encoded, so that it stays what it is. */
const ENCODING: Readonly<Record<string, (text: string) => Response>> = {
  "the value of a cookie": (text) => changed((response) => response.setCookie("a", text)),
  "the path of a cookie": (text) => changed((response) => response.setCookie("a", "b", { path: `/${text}` })),
};

function changed(change: (response: Response) => void): Response {
  const response = new Response();
  change(response);
  return response;
}

function lines(response: Response): string[] {
  return response.headersToSend("GET").filter((text) => [...text].some((character) => character < " "));
}

describe("a text with a line break", () => {
  test.each(Object.entries(PLACES))("is refused as %s", (_place, respond) => {
    for (const text of BREAKS) expect(() => respond(text), JSON.stringify(text)).toThrow();
  });

  test.each(Object.entries(ENCODING))("is encoded in %s", (_place, respond) => {
    for (const text of BREAKS) expect(lines(respond(text)), JSON.stringify(text)).toEqual([]);
  });

  test("is refused, or encoded, in the path of a redirect", () => {
    for (const text of BREAKS.slice(0, 3)) expect(() => redirect(`/${text}`)).toThrow(/line break/);
    for (const text of BREAKS.slice(3)) expect(lines(redirect(`/${text}`))).toEqual([]);
  });
});

describe("a text that would say more than it should", () => {
  test("stays one value of its header", () => {
    expect(dumpOptionsHeader("attachment", { filename: 'a"; filename="b' })).toBe(
      'attachment; filename="a\\"; filename=\\"b"',
    );
    const response = new Response();
    response.wwwAuthenticate.realm = 'a", nonce="b';
    expect(response.headers.get("WWW-Authenticate")).toBe('Basic realm="a\\", nonce=\\"b"');
    response.vary.add("Cookie, X-Other");
    expect(response.vary.size).toBe(1);
    response.cacheControl.private = "a, no-store";
    expect(response.cacheControl.noStore).toBe(false);
  });

  test("adds no attribute to a cookie", () => {
    expect(dumpCookie("a", "b; Domain=evil.example")).not.toContain("; Domain");
    expect(dumpCookie("a", "b", { path: "/; Domain=evil.example" })).not.toContain("; Domain");
    expect(() => dumpCookie("a", "b", { domain: "tea.example; Secure" })).toThrow(TypeError);
    expect(() => dumpCookie("a; Secure", "b")).toThrow(TypeError);
  });

  test("adds no directive to a content security policy", () => {
    const response = new Response();
    expect(() => {
      response.contentSecurityPolicy.imgSrc = "*; script-src *";
    }).toThrow(TypeError);
  });

  test("is no name of a header", () => {
    expect(() => new Headers({ "X: y\r\nZ": "a" })).toThrow(/no header name/);
  });
});
