/** The page that youch makes: the lines of the sources around each place, and the request. */
import { Markup } from "../markup/index.ts";
import type { DebugSubject } from "./debug-subject.ts";
import { isOfOthers, type ShownError } from "./shown-error.ts";
import type { SourceReader } from "./source-reader.ts";

/** What the page shows besides the error. */
export interface YouchOptions {
  readonly groups: DebugSubject["groups"];
  readonly readSource: SourceReader;
  /** What scripts and styles of the page bear, by which the browser knows them. */
  readonly nonce: string;
}

/** Makes the page; `undefined` if youch is not installed. */
export async function youchPage(error: ShownError, options: YouchOptions): Promise<string | undefined> {
  const { groups, readSource, nonce } = options;
  const Youch = await loadYouch();
  if (Youch === undefined) return undefined;
  const youch = new Youch();
  youch.defineSourceLoader(async ({ fileName }) => {
    const contents = fileName === undefined ? undefined : await readSource(fileName);
    return contents === undefined ? undefined : { contents };
  });
  for (const { title, rows } of [...error.causes.map(causeGroup), ...groups]) {
    // It escapes values, and takes keys for markup.
    const escaped = rows.map(([name, value]) => ({ key: String(Markup.escape(name)), value }));
    youch.metadata.group(title, { [SECTION]: [...escaped] });
  }
  youch.useTransformer(({ frames }) => {
    const isOthers = frames.map(({ fileName, type }) => type !== "app" || isOfOthers(fileName ?? ""));
    // It shows what is not native at once, and the rest where it is asked to.
    if (isOthers.includes(false))
      for (const [i, frame] of frames.entries()) if (isOthers[i]) frame.type = "native";
  });
  youch.templates.injectStyles(STYLE);
  const page = await youch.toHTML(plainError(error), {
    title: "500 Internal Server Error",
    cspNonce: nonce,
  });
  // The policy of the page refuses it, and the browser would complain of it to the developer.
  return page.replace(COPY_HANDLER, "");
}

type Group = DebugSubject["groups"][number];

function causeGroup({ name, message, frames }: ShownError, index: number): Group {
  const title = index === 0 ? "Caused by" : `Caused by (${index + 1})`;
  const places = frames.slice(0, MOST_PLACES).map((frame): [string, string] => ["", frame.trim()]);
  return { title, rows: [[name, message], ...places] };
}

const MOST_PLACES = 8;
const COPY_HANDLER = 'onclick="copyErrorMessage(this)"';

// Each group has one section, whose heading would say the same once more.
const SECTION = "";

const STYLE = `
#copy-error-btn, .card-subtitle:empty { display: none }
#error-message span { overflow-wrap: anywhere; white-space: pre-wrap }
.card-table { width: 100%; table-layout: fixed }
.card-table .table-key { width: 30% }
.card-table td { overflow-wrap: anywhere }
`;

/**
 * An error of youch's own that holds texts and nothing else: youch shows every property of an error, and takes its
 * `hint` and `help` for markup.
 */
function plainError({ name, message, frames }: ShownError): object {
  // It takes any line for the place of a function where there is none of V8's.
  return { name, message, stack: frames.length === 0 ? "" : ["Error", ...frames].join("\n") };
}

type YouchClass = typeof import("youch").Youch;

async function loadYouch(): Promise<YouchClass | undefined> {
  // Not spelled out, lest a bundler take it for something that an application needs.
  const name = "youch";
  try {
    return ((await import(name)) as typeof import("youch")).Youch;
  } catch {
    return undefined;
  }
}
