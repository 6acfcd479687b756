/** eta, its templates compiled; it knows nothing of what a template may and may not do. */
import { Eta } from "eta";
import { COLUMNS, page, rows } from "./data.mjs";

const eta = new Eta({ autoEscape: true });
const table = (tag) =>
  `<table><% for (const row of it.rows) { %><tr>${COLUMNS.map((column) => `<td><%${tag} row.${column} %></td>`).join("")}</tr><% } %></table>`;
const plainTable = eta.compile(table("~"));
const escapedTable = eta.compile(table("="));

eta.loadTemplate(
  "@base",
  "<!doctype html><html><head><title><%= it.title %> – Site</title></head><body><%~ include('@nav', it) %><main><%~ it.body %></main><footer><%= it.year %></footer></body></html>",
);
eta.loadTemplate(
  "@nav",
  `<nav><% for (const item of it.nav) { %><a href="<%= item.href %>"<% if (item.href === it.path) { %> class="active"<% } %>><%= item.label %></a><% } %></nav>`,
);
eta.loadTemplate(
  "@field",
  `<label><%= it.name %><input type="<%= it.type ?? "text" %>" name="<%= it.name %>" value="<%= it.value %>"></label>`,
);
const PAGE =
  "<% layout('@base', it) %><h1><%= it.title %></h1><form><%~ include('@field', { name: 'q', value: it.q }) %><%~ include('@field', { name: 'page', value: 2, type: 'number' }) %></form><table>" +
  `<% for (const [index, user] of it.users.entries()) { %><tr class="<%= index % 2 === 0 ? "even" : "odd" %>"><td><%= index + 1 %></td><td><%= user.name.toUpperCase() %></td><td><%= user.email %></td><td><% if (user.admin) { %>admin<% } else { %>user<% } %></td></tr><% } %><% if (it.users.length === 0) { %><tr><td>none</td></tr><% } %></table>`;
eta.loadTemplate("@page", PAGE);

export const plain = () => eta.render(plainTable, { rows });
export const escaped = () => eta.render(escapedTable, { rows });
export const wholePage = () => eta.render("@page", page);
export const compile = () => eta.compile(PAGE);
