/** What Flask's request says of a recorded environ. */
import { HTTPException, Request } from "../../src/http/index.ts";
import type { Fields } from "../area.ts";
import { readBytesOrText, writeBytesOrText } from "../neutral-values.ts";
import { RecordedRequest } from "./recorded-request.ts";

/** The properties of the request, by Flask's names. */
export async function requestProperties(given: Fields): Promise<Fields> {
  const environ = new Map(Object.entries(given.environ as Record<string, string>));
  const request = new Request(
    new RecordedRequest(environ, {
      body: Buffer.from(readBytesOrText(given.body ?? "")),
      isTerminated: given.input_terminated === true,
    }),
  );
  const properties: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(PROPERTIES)) {
    try {
      properties[name] = read(request) ?? null;
    } catch (error) {
      properties[name] = { error: (error as Error).name };
    }
  }
  for (const [name, read] of Object.entries(BODY)) {
    try {
      await request.receiveBody({ maxContentLength: null });
      properties[name] = read(request);
    } catch (error) {
      if (!(error instanceof HTTPException)) throw error;
      properties[name] = { error: error.name };
    }
  }
  request.close();
  return properties;
}

type Properties = Readonly<Record<string, (request: Request) => unknown>>;

const PROPERTIES: Properties = {
  method: (request) => request.method,
  path: (request) => request.path,
  full_path: (request) => request.fullPath,
  url: (request) => request.url,
  base_url: (request) => request.baseUrl,
  root_url: (request) => request.rootUrl,
  host_url: (request) => request.hostUrl,
  host: (request) => request.host,
  script_root: (request) => request.scriptRoot,
  scheme: (request) => request.scheme,
  is_secure: (request) => request.isSecure,
  remote_addr: (request) => request.remoteAddr,
  content_type: (request) => request.contentType,
  content_length: (request) => request.contentLength,
  mimetype: (request) => request.mimetype,
  is_json: (request) => request.isJson,
  referrer: (request) => request.referrer,
  origin: (request) => request.origin,
  query_string: (request) => request.queryString,
  mimetype_params: (request) => [...request.mimetypeParams],
  access_route: (request) => request.accessRoute,
  user_agent: (request) => request.userAgent ?? "",
  args: (request) => pairsOf(request.args.lists()),
  cookies: (request) => pairsOf(request.cookies.lists()),
  accept_mimetypes: (request) => String(request.accept),
  accept_languages: (request) => String(request.acceptLanguages),
  accept_charsets: (request) => String(request.acceptCharsets),
  accept_encodings: (request) => String(request.acceptEncodings),
  if_none_match: (request) => [...request.ifNoneMatch.asSet({ includeWeak: true })].sort(),
  range: (request) => request.range?.toHeader(),
  authorization: (request) => request.authorization?.toHeader(),
  cache_control: (request) => String(request.cacheControl),
};

const BODY: Properties = {
  form: (request) => pairsOf(request.form.lists()),
  files: (request) =>
    pairsOf(request.files.lists()).map(([name, file]) => [name, file.filename, file.contentType ?? null]),
  data: (request) => writeBytesOrText(request.data),
};

function pairsOf<V>(lists: Iterable<[string, V[]]>): [string, V][] {
  return [...lists].flatMap(([key, values]) => values.map((value): [string, V] => [key, value]));
}
