/** The page of `npm run bench -- app`, rendered by eta, for the peers that have no templates of their own. */
import { readFileSync } from "node:fs";
import { Eta } from "eta";
import { ROWS, TITLE } from "../templates/app/rows.mjs";

const eta = new Eta({ autoTrim: false });
const source = readFileSync(new URL("../templates/app/page.eta", import.meta.url), "utf8").trimEnd();
const template = eta.compile(source).bind(eta);

export function page() {
  return template({ title: TITLE, rows: ROWS });
}
