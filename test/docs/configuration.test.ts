import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KEYS } from "../../src/app/config/config-keys.ts";

const document = readFileSync(new URL("../../docs/configuration.md", import.meta.url), "utf8");
const rows = [...document.matchAll(/^\| (\S+) \| `(\w+)` \| (.+?) \| (.+) \|$/gm)].map(
  ([, flask, name, initial]) => ({ name, flask, initial }),
);

test("the table of the configuration holds every key, with Flask's name and the default", () => {
  const expected = Object.entries(KEYS).map(([name, { flask, initial }]) => ({
    name,
    flask: flask === undefined ? "–" : `\`${flask}\``,
    initial: initial === undefined ? "unset" : `\`${JSON.stringify(initial)}\``,
  }));
  expect(rows).toEqual(expected);
});

test("the keys of Flask 3.1 are all there", () => {
  const flask = Object.values(KEYS).flatMap((key) => key.flask ?? []);
  expect(flask.sort()).toEqual(FLASK_KEYS);
});

/** The names in `Flask.default_config`, sorted. */
const FLASK_KEYS: readonly string[] = [
  "APPLICATION_ROOT",
  "DEBUG",
  "EXPLAIN_TEMPLATE_LOADING",
  "MAX_CONTENT_LENGTH",
  "MAX_COOKIE_SIZE",
  "MAX_FORM_MEMORY_SIZE",
  "MAX_FORM_PARTS",
  "PERMANENT_SESSION_LIFETIME",
  "PREFERRED_URL_SCHEME",
  "PROPAGATE_EXCEPTIONS",
  "PROVIDE_AUTOMATIC_OPTIONS",
  "SECRET_KEY",
  "SECRET_KEY_FALLBACKS",
  "SEND_FILE_MAX_AGE_DEFAULT",
  "SERVER_NAME",
  "SESSION_COOKIE_DOMAIN",
  "SESSION_COOKIE_HTTPONLY",
  "SESSION_COOKIE_NAME",
  "SESSION_COOKIE_PARTITIONED",
  "SESSION_COOKIE_PATH",
  "SESSION_COOKIE_SAMESITE",
  "SESSION_COOKIE_SECURE",
  "SESSION_REFRESH_EACH_REQUEST",
  "TEMPLATES_AUTO_RELOAD",
  "TESTING",
  "TRAP_BAD_REQUEST_ERRORS",
  "TRAP_HTTP_EXCEPTIONS",
  "TRUSTED_HOSTS",
  "USE_X_SENDFILE",
];
