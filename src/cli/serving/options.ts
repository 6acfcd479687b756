/** The options that `flagon run` and `flagon serve` share, and how they are read. */
import { availableParallelism } from "node:os";
import { delimiter } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { TrustedProxies } from "../../http/index.ts";

/**
 * Adds where to listen, each option with its environment variable.
 *
 * @param certificate What `--cert` may be.
 */
export function addListening(command: Command, prefix: string, certificate: string): Command {
  return command
    .addOption(
      new Option("-h, --host <address>", "the address to listen on")
        .default("127.0.0.1")
        .env(`${prefix}_HOST`),
    )
    .addOption(
      new Option("-p, --port <number>", "the port; 0 takes any that is free")
        .default(5000)
        .argParser(readPort)
        .env(`${prefix}_PORT`),
    )
    .addOption(new Option("--cert <file>", certificate).env(`${prefix}_CERT`))
    .addOption(new Option("--key <file>", "the key of the certificate (PEM)").env(`${prefix}_KEY`))
    .helpOption("--help", "what there is");
}

/** Reads what may be given several times, or at once with the separator of paths. */
export function readList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(delimiter).filter((part) => part !== "")];
}

function readPort(text: string): number {
  const port = Number(text);
  if (text.trim() !== "" && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("Give a whole number from 1 to 65535, or 0 for any that is free.");
}

/** A number of seconds. */
export function readSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds >= 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError("Give a number of seconds, a day at most.");
}

/** How many processes answer requests. */
export function readWorkers(text: string): number {
  if (text === "auto") return availableParallelism();
  const workers = Number(text);
  if (text.trim() !== "" && Number.isInteger(workers) && workers >= 1 && workers <= 1024) return workers;
  throw new InvalidArgumentError('Give a whole number from 1 to 1024, or "auto" for one a core.');
}

const HEADERS: ReadonlyMap<string, keyof TrustedProxies> = new Map([
  ["for", "xFor"],
  ["proto", "xProto"],
  ["host", "xHost"],
  ["port", "xPort"],
  ["prefix", "xPrefix"],
]);

/** How many proxies set which header: `1` is `for=1,proto=1`, which each proxy that is one sets. */
export function readTrustedProxies(text: string): TrustedProxies {
  const trusted = { xFor: 0, xProto: 0, xHost: 0, xPort: 0, xPrefix: 0 };
  const parts = /^\d+$/.test(text) ? [`for=${text}`, `proto=${text}`] : text.split(",");
  for (const part of parts) {
    const [, name = "", count = "1"] = /^([a-z]+)(?:=(\d{1,3}))?$/.exec(part.trim()) ?? [];
    const header = HEADERS.get(name);
    if (header === undefined) {
      throw new InvalidArgumentError(
        `Give the number of proxies, or for each header how many set it: ${[...HEADERS.keys()].join("=1,")}=1.`,
      );
    }
    trusted[header] = Number(count);
  }
  return trusted;
}
