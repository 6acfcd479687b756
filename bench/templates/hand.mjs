/** By hand: template literals, and one function that escapes. */
import { page, rows } from "./data.mjs";

const REFERENCES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const escapeHTML = (value) => {
  const text = String(value);
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => REFERENCES[character]) : text;
};

const table = (e) => () => {
  let html = "<table>";
  for (const row of rows) {
    html += `<tr><td>${e(row.id)}</td><td>${e(row.name)}</td><td>${e(row.markup)}</td><td>${e(row.even)}</td><td>${e(row.text)}</td><td>${e(row.pair)}</td><td>${e(row.half)}</td><td>${e(row.letter)}</td><td>${e(row.word)}</td><td>${e(row.longer)}</td></tr>`;
  }
  return `${html}</table>`;
};

const field = (name, value, type = "text") =>
  `<label>${escapeHTML(name)}<input type="${escapeHTML(type)}" name="${escapeHTML(name)}" value="${escapeHTML(value)}"></label>`;

function renderPage({ year, path, title, q, nav, users }) {
  let links = "";
  for (const { href, label } of nav) {
    links += `<a href="${escapeHTML(href)}"${href === path ? ' class="active"' : ""}>${escapeHTML(label)}</a>`;
  }
  let list = "";
  for (const [index, user] of users.entries()) {
    list += `<tr class="${index % 2 === 0 ? "even" : "odd"}"><td>${index + 1}</td><td>${escapeHTML(user.name.toUpperCase())}</td><td>${escapeHTML(user.email)}</td><td>${user.admin ? "admin" : "user"}</td></tr>`;
  }
  if (users.length === 0) list = "<tr><td>none</td></tr>";
  return `<!doctype html><html><head><title>${escapeHTML(title)} – Site</title></head><body><nav>${links}</nav><main><h1>${escapeHTML(title)}</h1><form>${field("q", q)}${field("page", 2, "number")}</form><table>${list}</table></main><footer>${escapeHTML(year)}</footer></body></html>`;
}

export const plain = table(String);
export const escaped = table(escapeHTML);
export const wholePage = () => renderPage(page);
