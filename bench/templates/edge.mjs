/** edge.js; the table only. */
import { Edge } from "edge.js";
import { COLUMNS, rows } from "./data.mjs";

const edge = new Edge({ cache: true });
const table = (open, close) =>
  `<table>\n@each(row in rows)~\n<tr>${COLUMNS.map((column) => `<td>${open} row.${column} ${close}</td>`).join("")}</tr>\n@end~\n</table>`;
edge.registerTemplate("plain", { template: table("{{{", "}}}") });
edge.registerTemplate("escaped", { template: table("{{", "}}") });

export const plain = () => edge.renderSync("plain", { rows });
export const escaped = () => edge.renderSync("escaped", { rows });
