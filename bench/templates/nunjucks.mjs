/** nunjucks, its templates precompiled. */
import nunjucks from "nunjucks";
import { PAGE, page, rows, TABLE } from "./data.mjs";

const Sources = nunjucks.Loader.extend({
  getSource: (name) => ({ src: PAGE[name], path: name, noCache: false }),
});
const environment = new nunjucks.Environment(new Sources(), { autoescape: true });
const plainTable = new nunjucks.Template(
  TABLE,
  new nunjucks.Environment(null, { autoescape: false }),
  "t",
  true,
);
const escapedTable = new nunjucks.Template(TABLE, environment, "t", true);

export const plain = () => plainTable.render({ rows });
export const escaped = () => escapedTable.render({ rows });
export const wholePage = () => environment.getTemplate("page.html", true).render(page);
export const compile = () => new nunjucks.Template(PAGE["page.html"], environment, "p", true);
