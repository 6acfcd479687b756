/** An application for the packed package: what is typed, what must not compile, and routes for the command to list. */
import { Flagon, html, request, session, urlFor } from "flagon";
import { SecureCookieSessionInterface, Tuple } from "flagon/sessions";
import { URLSafeTimedSerializer } from "flagon/signing";
import type { FlagonClient } from "flagon/testing";

declare module "flagon" {
  interface SessionData {
    username: string;
  }
}

const app = new Flagon({ secretKey: "0123456789abcdef", config: { permanentSessionLifetime: 3600 } });

const show = app.get("/users/<int:id>", ({ id }) => html`User ${id.toFixed()} ${session.get("username")}`);
app.route("/size", { methods: ["GET", "POST"] }, async () => {
  session.set("size", new Tuple(1, 2));
  return { page: request.args.get("page", 1, Number), url: urlFor(show, { id: 3 }) };
});

/** Never called: what must not compile. */
export function mistakes(): void {
  // @ts-expect-error the rule needs an id
  urlFor(show);
  // @ts-expect-error the key is declared as text
  session.set("username", 1);
  // @ts-expect-error there is no such key in the configuration
  new Flagon({ config: { sessionCookieNam: "x" } });
}

export const client: FlagonClient = app.testClient();
export const token: string = new URLSafeTimedSerializer(["old", "new"], { salt: "x" }).dumps({ id: 1 });
app.sessionInterface = new SecureCookieSessionInterface();

export default app;
