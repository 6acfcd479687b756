/** Flagon's templates. */
import { DictLoader, Environment } from "../../dist/templates/index.js";
import { PAGE, page, rows, TABLE } from "./data.mjs";

const environment = new Environment({ autoescape: true, loader: new DictLoader(PAGE) });
const plainTable = new Environment().fromString(TABLE);
const escapedTable = environment.fromString(TABLE);

export const plain = () => plainTable.render({ rows });
export const escaped = () => escapedTable.render({ rows });
export const wholePage = () => environment.getTemplate("page.html").render(page);
export const compile = () => new Environment().fromString(PAGE["page.html"]);
