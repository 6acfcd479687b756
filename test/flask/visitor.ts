/** A visitor of both servers: as in a browser, the cookies of 127.0.0.1 go to every port of it. */

/** Follows no redirects, keeps cookies, and forgets those that are deleted. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  /** The last `Set-Cookie` of each name, with its attributes. */
  readonly received = new Map<string, string>();

  /** Reads a page; gives its text. */
  async get(url: string): Promise<string> {
    return this.#fetch(url, {});
  }

  /** Sends a form; gives the text of the answer. */
  async post(url: string, fields: { readonly [name: string]: string }): Promise<string> {
    return this.#fetch(url, { method: "POST", body: new URLSearchParams(fields) });
  }

  /** Sends any request; gives the answer, whatever its status. */
  async send(url: string, options: RequestInit): Promise<Response> {
    const headers = new Headers(options.headers);
    headers.set("cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(url, { ...options, headers, redirect: "manual" });
    for (const header of response.headers.getSetCookie()) this.#store(header);
    return response;
  }

  async #fetch(url: string, options: RequestInit): Promise<string> {
    const response = await this.send(url, options);
    const text = await response.text();
    if (response.status >= 400) throw new Error(`${url} answered ${response.status}: ${text}`);
    return text;
  }

  #store(header: string): void {
    const [, name = "", value = ""] = /^([^=]*)=([^;]*)/.exec(header) ?? [];
    const expires = /; Expires=([^;]*)/i.exec(header)?.[1];
    const gone =
      /; Max-Age=0(;|$)/i.test(header) || (expires !== undefined && Date.parse(expires) <= Date.now());
    this.received.set(name, header);
    if (gone) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
