/** minijinja-js: Rust, compiled to WebAssembly. */
import { createRequire } from "node:module";
import { PAGE, page, rows, TABLE } from "./data.mjs";

const { Environment } = createRequire(import.meta.url)("minijinja-js");
const environment = new Environment();
for (const [name, source] of Object.entries(PAGE)) environment.addTemplate(name, source);
environment.addTemplate("table.txt", TABLE);
environment.addTemplate("table.html", TABLE);

export const plain = () => environment.renderTemplate("table.txt", { rows });
export const escaped = () => environment.renderTemplate("table.html", { rows });
export const wholePage = () => environment.renderTemplate("page.html", page);
