/** The certificate that HTTPS needs: of files, or made for this run (`--cert adhoc`). */
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { CliError } from "../cli-error.ts";

/** A certificate and its key, as PEM. */
export type Certificate = { readonly cert?: string | undefined; readonly key?: string | undefined };

/** The value of `--cert` that asks for one that is made for this run. */
export const ADHOC = "adhoc";

/** What `--cert` and `--key` name, read. @throws CliError for a file that can't be read. */
export function readCertificate({ cert, key }: Certificate): Certificate {
  if (cert === ADHOC) {
    throw new CliError(
      "--cert adhoc is for `flagon run`: a visitor's browser warns of a certificate that nobody vouches for. " +
        "Give the files of one: --cert cert.pem --key key.pem",
    );
  }
  if (cert !== undefined && key === undefined) throw new CliError("--cert needs --key too.");
  if (cert === undefined && key !== undefined) throw new CliError("--key needs --cert too.");
  return { cert: readPem("--cert", cert), key: readPem("--key", key) };
}

/**
 * Makes a certificate for this machine, which nobody vouches for.
 *
 * @param host - The address that is listened on.
 * @throws CliError if the package that makes it is not installed.
 */
export async function makeCertificate(host: string): Promise<Certificate> {
  const generate = await loadGenerate();
  const names = new Set(["localhost", "127.0.0.1", "::1", host]);
  const altNames = [...names].map((name) =>
    isIP(name) === 0 ? { type: 2 as const, value: name } : { type: 7 as const, ip: name },
  );
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + LIFETIME_MILLISECONDS),
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames },
    ],
  });
  return { cert, key };
}

const LIFETIME_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

async function loadGenerate(): Promise<typeof import("selfsigned")["generate"]> {
  try {
    return (await import("selfsigned")).generate;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new CliError(
      "--cert adhoc needs the package that makes certificates: npm install --save-dev selfsigned. " +
        "Or give the files of one: --cert cert.pem --key key.pem",
      1,
      { cause: error },
    );
  }
}

function readPem(option: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CliError(`The file that ${option} names can't be read: ${(error as Error).message}`);
  }
}
