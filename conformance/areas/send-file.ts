/** Files as responses: `send_file` and `send_from_directory` in the view of one application. */
import { Flagon, sendFile, sendFromDirectory } from "../../src/app/index.ts";
import {
  type DictionaryFile,
  DictionaryFiles,
  FileNotFoundError,
  isStream,
  MimeTypes,
  Request,
  type Response,
  type SendFileOptions,
  WebRequestSource,
} from "../../src/http/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { flaskConfig } from "../flask-app.ts";
import { isSame, readValue } from "../neutral-values.ts";
import {
  comparableResponse,
  isRecordedResponse,
  type RecordedResponse,
  recordedResponse,
} from "../responses.ts";
import { conditionalDepartures } from "../send-file-departures.ts";
import { findVectors, readVectors } from "../vectors.ts";

const area: Area = {
  file: "flask/send-file.json",
  // Every second recorded request is conditional, with headers drawn at random, and item 21 changes what comes of
  // a third of the combinations: 11.2 % of the cases.
  departureLimit: 11.5,
  departures: conditionalDepartures((testCase) => outcome(testCase, recordedHeader())),
  async check(testCase: Case, wanted: Fields, header: Fields): Promise<Mismatch | undefined> {
    const comparable = comparableOutcome(wanted);
    const got = comparableOutcome(await outcome(testCase, header));
    return isSame(comparable, got) ? undefined : { wanted: comparable, got };
  },
};

export default area;

// The clock stood still here when the cases were recorded.
const NOW = 1_700_000_000_000;

async function outcome({ in: given }: Case, header: Fields): Promise<Fields> {
  Date.now = () => NOW;
  const app = new Flagon({
    root: `${header.root}`,
    files: new DictionaryFiles(recordedFiles(header)),
    config: flaskConfig((given.config ?? {}) as Fields),
  });
  // The recorded types, which are Python's, in the place of mrmime's.
  Object.assign(app, { mimeTypes: recordedTypes() });
  let error: unknown;
  app.route("/", { methods: ["GET", "POST", "PUT"] }, async function view() {
    try {
      return await sendRecorded(given);
    } catch (thrown) {
      error = thrown;
      throw thrown;
    }
  });
  app.logger = { warn: () => {}, error: () => {} };
  const method = `${given.method ?? "GET"}`;
  const headers = (given.headers ?? []) as [string, string][];
  const web = new globalThis.Request("http://localhost/", { method, headers });
  const response = await app.handle(new Request(new WebRequestSource(web)));
  if (error instanceof TypeError) return { error: "TypeError" };
  if (error instanceof FileNotFoundError) return { error: "FileNotFoundError" };
  return { ok: await sentResponse(response, method) };
}

function sendRecorded(given: Fields): Promise<Response> {
  const options = optionsOf((given.kwargs ?? {}) as Fields);
  if (given.fn === "send_from_directory") {
    return sendFromDirectory(`${given.directory}`, `${given.path}`, options);
  }
  return sendFile(
    given.bytes === undefined ? `${given.path}` : new Uint8Array(Buffer.from(`${given.bytes}`, "base64")),
    options,
  );
}

function optionsOf(kwargs: Fields): SendFileOptions {
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(kwargs)) {
    const name = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    options[name] = value === null ? undefined : readValue(value, { dictionary: "object" });
  }
  return options as SendFileOptions;
}

/** The response with its body read, before a server corrects the length of one that another server sends. */
async function sentResponse(response: Response, method: string): Promise<RecordedResponse> {
  const length = response.headers.get("Content-Length");
  if (isStream(response.body)) {
    response.body = new Uint8Array(await new globalThis.Response(response.toWeb().body).arrayBuffer());
  }
  const isSentElsewhere = response.headers.has("X-Sendfile");
  const recorded = recordedResponse(response, method);
  const headers = recorded.headers.map(([name, value]): [string, string] =>
    isSentElsewhere && name === "Content-Length" ? [name, `${length}`] : [name, value],
  );
  return { ...recorded, headers };
}

function comparableOutcome(outcome: Fields): unknown {
  return isRecordedResponse(outcome.ok) ? comparableResponse(outcome.ok) : outcome;
}

type RecordedFile = { readonly path: string; readonly b64: string; readonly mtime_ns: string };

function recordedFiles(header: Fields): Record<string, DictionaryFile> {
  const files = (header.files ?? []) as readonly RecordedFile[];
  return Object.fromEntries(
    files.map(({ path, b64, mtime_ns }) => {
      const nanoseconds = BigInt(mtime_ns);
      const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
      const modified = Number((nanoseconds - fraction) / 1_000_000_000n) + 1e-9 * Number(fraction);
      return [path, { content: new Uint8Array(Buffer.from(b64, "base64")), modified }];
    }),
  );
}

function recordedHeader(): Fields {
  return readVectors(findVectors() ?? "", "flask/send-file.json")?.header ?? {};
}

function recordedTypes(): MimeTypes {
  const file = readVectors(findVectors() ?? "", "flask/mimetypes.json");
  return new MimeTypes({ types: (file?.header.types ?? {}) as Record<string, string> });
}
