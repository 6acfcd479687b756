/** What is compared of the small pages of redirects and errors: their structure, not our own sentences. */
import type { Case, Fields } from "../area.ts";
import { isFields } from "../neutral-values.ts";

const REDIRECTS: ReadonlySet<unknown> = new Set(["redirect", "append_slash_redirect"]);
const SENTENCES = /<p>.*(<a href=.*<\/a>).*\n$/s;

/** The outcome of a case without the sentences of its page, and without the length of a page that has some. */
export function comparablePage(testCase: Case, out: Fields): Fields {
  if (!isFields(out.ok)) return out;
  const { fn } = testCase.in;
  if (fn === "http_exception") return { ok: withParagraph(testCase, out.ok) };
  if (!REDIRECTS.has(fn)) return out;
  const { headers, ...page } = out.ok;
  return {
    ok: {
      ...page,
      headers: (headers as [string, string][]).filter(([name]) => name !== "Content-Length"),
      body: `${page.body}`.replace(SENTENCES, "<p>$1\n"),
    },
  };
}

/** What the page says is compared where the case says it, and the name of a key where it is shown. */
function withParagraph(testCase: Case, page: Fields): Fields {
  // The text of the error is informative only.
  const { str: _str, ...rest } = page;
  const isGiven = (testCase.in.args as Fields).description !== undefined;
  const paragraph = (isGiven ? /<p>.*<\/p>/s : /<br>KeyError: .*<\/p>/s).exec(`${page.body}`);
  return { ...rest, paragraph: paragraph?.[0] ?? null };
}
