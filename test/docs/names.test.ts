/** Each line of ours in the tables of `docs/moving-from-flask.md` compiles. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mistakesIn } from "./compiler.ts";
import { newFolder, read, writeFile } from "./folder.ts";
import { rowsOf } from "./names-tables.ts";

/** What the lines may use: all that Flagon exports, and things of the reader's own. */
const PRELUDE = `
import * as flagon from "flagon";
import * as http from "flagon/http";
import { CSRFProtect, generateCsrf, validateCsrf } from "flagon/forms";
import { URLSafeTimedSerializer } from "flagon/signing";
import { BaseConverter } from "flagon/routing";
import type { TestResponse } from "flagon/testing";

declare module "flagon" {
  interface Globals { user?: { id: number } }
  interface Config { mailServer?: string }
}

class OutOfStock extends Error {}
class ListConverter extends BaseConverter {}
const { abort, afterThisRequest, AppGroup, Blueprint, copyCurrentRequestContext, currentApp, escape, Flagon, flash, g,
  getFlashedMessages, hasRequestContext, HTTPException, jsonify, makeResponse, Markup, MethodView, redirect, renderTemplate,
  renderTemplateString, request, requestStarted, securityHeaders, sendFile, sendFromDirectory, session, streamTemplate,
  streamWithContext, urlFor } = flagon;
const { checkPasswordHash, generatePasswordHash, NotFound, ProxyFix, secureFilename } = http;
declare const app: flagon.Flagon, admin: flagon.Flagon, bp: flagon.Blueprint, inner: flagon.Blueprint;
declare const client: ReturnType<flagon.Flagon["testClient"]>, answer: TestResponse, response: flagon.Response;
declare const user: { id: number }, name: string, path: string, key: string, token: string, hash: string, password: string;
declare const csrf: CSRFProtect, view: () => string, fn: () => undefined;
declare function generate(): AsyncGenerator<string>;
`;

const rows = rowsOf(read("docs/moving-from-flask.md"));

describe("a row of the names", () => {
  let folder = "";
  let mistakes: string[] = [];

  beforeAll(() => {
    folder = newFolder();
    writeFile(join(folder, "settings.ts"), "export const TESTING = true;\n");
    rows.forEach(({ flagon }, index) => {
      // In a function, where a view's lines may wait and return.
      const lines = flagon.map((text) => `${text};`).join("\n");
      writeFile(join(folder, `row-${index}.ts`), `${PRELUDE}\nasync () => {\n${lines}\n};\nexport {};\n`);
    });
    mistakes = mistakesIn(folder, {
      noUnusedLocals: false,
      noUnusedParameters: false,
      allowUnreachableCode: true,
      noImplicitReturns: false,
    });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is found", () => expect(rows.length).toBeGreaterThan(100));

  test.each(rows.map((row, index) => ({ ...row, index })))("compiles: $row", ({ index }) => {
    expect(mistakes.filter((mistake) => mistake.includes(`/row-${index}.ts`))).toEqual([]);
  });
});
