/** The token in the forms of an example's page, which is sent back with a form. */
import type { FlagonClient } from "flagon/testing";

/** The token of the page that is at a path. @throws Error if its forms have none. */
export async function tokenOf(client: FlagonClient, path = "/"): Promise<string> {
  return tokenIn((await client.get(path)).text());
}

/** The token of a page. @throws Error if its forms have none. */
export function tokenIn(page: string): string {
  const token = /name="csrf_token" value="([^"]+)"/.exec(page)?.[1];
  if (token === undefined) throw new Error(`No form has a token:\n${page}`);
  return token;
}
