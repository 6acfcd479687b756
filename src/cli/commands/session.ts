/** `flagon session`: looks into session cookies, says whether they are valid and why not, and signs new ones. */
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import type { Command } from "commander";
import { withoutControls } from "../../http/index.ts";
import { type SecretKey, SecureCookieSessionInterface } from "../../sessions/index.ts";
import type { BuiltIn, CommandContext } from "../built-in.ts";
import { CliError } from "../cli-error.ts";
import { readInput } from "../input.ts";
import {
  type CookieClaim,
  type CookieSigning,
  cookieValue,
  readClaim,
  sign,
  type Verdict,
  verify,
} from "../session-cookie.ts";

type KeyOptions = { readonly keyEnv?: string; readonly keyFile?: string };
type Shown = { readonly json?: true };

const DEFAULT_LIFETIME = 31 * 24 * 60 * 60;

/** The command `session`. */
export const session: BuiltIn = {
  name: "session",
  define(program, context) {
    const group = program.command("session").description("read and sign session cookies");
    group
      .command("decode [cookie]")
      .description("what a cookie holds, whoever signed it; from standard input unless given")
      .option("--json", "as JSON, with Flask's tags")
      .action(async (given: string | undefined, options: Shown) => {
        const claim = readClaim(await cookieFrom(given), new SecureCookieSessionInterface());
        print(claim, undefined, options);
        if (claim.session === undefined) process.exitCode = 1;
      });
    withKey(group.command("verify [cookie]"))
      .description("whether the application accepts a cookie, and if not, why")
      .option(
        "--max-age <seconds>",
        "how old it may be, unless as old as a session of the application",
        readSeconds,
      )
      .option("--json", "as JSON, with Flask's tags")
      .action(
        async (given: string | undefined, options: KeyOptions & Shown & { readonly maxAge?: number }) => {
          const cookie = await cookieFrom(given);
          const { lifetime, ...signing } = await signingOf(context, options);
          const verdict = verify(cookie, signing, options.maxAge ?? lifetime);
          print(readClaim(cookie, signing.sessionInterface), verdict, options);
          if (!verdict.isValid) process.exitCode = 1;
        },
      );
    withKey(group.command("sign [session]"))
      .description("a cookie of a session given as JSON, which may have Flask's tags")
      .action(async (given: string | undefined, options: KeyOptions) => {
        const text = given ?? (await readInput());
        const signing = await signingOf(context, options);
        console.log(signed(text, signing));
      });
  },
};

/** A key in an argument would be seen by everyone on the machine, and stay in the history of the shell. */
function withKey(command: Command): Command {
  return command
    .option("--key-env <variable>", "the environment variable with the key, unless the application has it")
    .option("--key-file <file>", "the file with the key, unless the application has it");
}

async function cookieFrom(given: string | undefined): Promise<string> {
  const cookie = cookieValue(given ?? (await readInput()));
  if (cookie !== "") return cookie;
  throw new CliError("There is no cookie: give its value as an argument, or on standard input.");
}

async function signingOf(
  context: CommandContext,
  { keyEnv, keyFile }: KeyOptions,
): Promise<CookieSigning & { readonly lifetime: number }> {
  if (keyEnv !== undefined || keyFile !== undefined) {
    const key = keyEnv === undefined ? readKey(keyFile ?? "") : process.env[keyEnv];
    if (key === undefined || key === "") {
      throw new CliError(
        `The ${keyEnv === undefined ? `file ${keyFile}` : `variable ${keyEnv}`} holds no key.`,
      );
    }
    return { sessionInterface: new SecureCookieSessionInterface(), keys: [key], lifetime: DEFAULT_LIFETIME };
  }
  const app = await context.load();
  const { sessionInterface } = app;
  if (!("getSigningSerializer" in sessionInterface)) {
    throw new CliError(
      "The sessions of the application are not in its cookies, which hold no more than their names.",
    );
  }
  const keys: readonly SecretKey[] = app.secretKeys();
  if (keys.length === 0) {
    throw new CliError("The application has no secret key: set it, or give --key-env or --key-file.");
  }
  return {
    sessionInterface: sessionInterface as unknown as SecureCookieSessionInterface,
    keys,
    lifetime: app.config.permanentSessionLifetime,
  };
}

function readKey(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new CliError(`The key can't be read: ${(error as Error).message}`);
  }
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (text !== "" && Number.isInteger(seconds) && seconds >= 0) return seconds;
  throw new CliError(`--max-age must be a whole number of seconds, not ${JSON.stringify(text)}.`);
}

function signed(text: string, signing: CookieSigning): string {
  try {
    return sign(text, signing);
  } catch (error) {
    throw new CliError(
      `This is no session: ${(error as Error).message}. Give an object as JSON, such as '{"user_id": 1}'.`,
    );
  }
}

function print(claim: CookieClaim, verdict: Verdict | undefined, { json }: Shown): void {
  // Anybody may have written the cookie: what it holds must not steer the terminal, nor look like a line of ours.
  console.log(withoutControls(json === true ? jsonOf(claim, verdict) : textOf(claim, verdict)));
}

function textOf(
  { session, size, signedAt, isCompressed, tags }: CookieClaim,
  verdict: Verdict | undefined,
): string {
  const lines = [`Signature: ${verdictText(verdict)}`];
  if (signedAt !== undefined)
    lines.push(`Signed:    ${signedAt.toISOString().replace(".000Z", "Z")}, ${ageOf(signedAt)}`);
  lines.push(
    `Size:      ${size} characters${isCompressed ? ", compressed" : ""}; browsers keep 4096 of name and value`,
  );
  if (tags.length > 0)
    lines.push(`Tags:      ${tags.map(({ path, tag }) => `${oneLine(path)} (${tag})`).join(", ")}`);
  const shown =
    session === undefined
      ? `cannot be read: ${WHY_NOT}`
      : `\n${inspect(session, { depth: 20, colors: false })}`;
  return [...lines, `Session:${shown.startsWith("\n") ? "" : "   "}${shown}`].join("\n");
}

function oneLine(path: string): string {
  return path.replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

const WHY_NOT =
  "expected payload, time and signature with dots between them, and JSON as the payload, in base64";

function verdictText(verdict: Verdict | undefined): string {
  if (verdict === undefined) return "not checked; `flagon session verify` does";
  if (!verdict.isValid) return `REJECTED: ${verdict.reason}`;
  return verdict.key === 0
    ? "valid"
    : `valid, by a former key (number ${verdict.key} of secretKeyFallbacks, from the last)`;
}

function jsonOf({ text, signedAt, isCompressed, tags }: CookieClaim, verdict: Verdict | undefined): string {
  let session: unknown;
  try {
    session = text === undefined ? null : JSON.parse(text);
  } catch {
    session = null;
  }
  const age = signedAt === undefined ? null : secondsSince(signedAt);
  return JSON.stringify(
    { ...verdict, session, signedAt: signedAt ?? null, age, isCompressed, tags },
    null,
    2,
  );
}

function secondsSince(date: Date): number {
  return Math.floor((Date.now() - date.getTime()) / 1000);
}

const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

function ageOf(date: Date): string {
  const seconds = secondsSince(date);
  const distance = Math.abs(seconds);
  const [name, size] = UNITS.find(([, length]) => distance >= length) ?? ["second", 1];
  const count = Math.floor(distance / size);
  const text = `${count} ${name}${count === 1 ? "" : "s"}`;
  return seconds < 0 ? `${text} in the future` : `${text} ago`;
}
