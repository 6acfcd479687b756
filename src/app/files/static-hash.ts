/** URLs of static files that change with the files, so that clients may keep them for long. */
import { type FileSource, type Request, type Response, safeJoin } from "../../http/index.ts";

/** What of an application the URLs of static files hang on. */
export type StaticSource = {
  readonly files: FileSource | undefined;
  /** The folder of the static files of an endpoint; `undefined` if it has none. */
  staticFolderOf(endpoint: string): string | undefined;
};

/** The name of the value that the hash has in the query. */
const NAME = "v";

/** The values of a URL, with the hash of the static file that it leads to, if it leads to one. */
export function withStaticHash(
  app: StaticSource,
  endpoint: string,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { filename } = values;
  if (typeof filename !== "string" || Object.hasOwn(values, NAME)) return values;
  const folder = app.staticFolderOf(endpoint);
  const hash = folder === undefined ? undefined : hashOf(app, folder, filename);
  return hash === undefined ? values : { ...values, [NAME]: hash };
}

/** Whether a request asks for a static file by its hash, so that what it gets never changes. */
export function isAskedByHash(
  app: StaticSource,
  request: Request,
  folder: string,
  filename: string,
): boolean {
  const given = request.args.get(NAME);
  return given !== undefined && given === hashOf(app, folder, filename);
}

/** How long clients may keep what is asked for by its hash, in seconds. */
export const HASHED_MAX_AGE: number = 365 * 24 * 60 * 60;

/** Tells clients that not even a reload needs to ask for it again: RFC 8246. */
export function markImmutable(response: Response): Response {
  response.cacheControl.immutable = true;
  return response;
}

function hashOf({ files }: StaticSource, folder: string, filename: string): string | undefined {
  const path = safeJoin(folder, filename);
  return path === undefined ? undefined : files?.contentHash?.(path, folder);
}
