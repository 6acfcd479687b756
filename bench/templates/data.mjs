/** What every engine renders: a table of 1,000 rows and 10 columns, and a page of several templates. */

export const COLUMNS = ["id", "name", "markup", "even", "text", "pair", "half", "letter", "word", "longer"];

export const rows = Array.from({ length: 1000 }, (_, i) => ({
  id: i,
  name: `name ${i}`,
  markup: `<${i}>`,
  even: i * 2,
  text: "plain text, nothing else",
  pair: "x & y",
  half: i + 0.5,
  letter: "h",
  word: "word",
  longer: "jjjjjjjjj",
}));

/** The table in the syntax that Jinja and its kin share. */
export const TABLE = `<table>{% for row in rows %}<tr>${COLUMNS.map((column) => `<td>{{ row.${column} }}</td>`).join("")}</tr>{% endfor %}</table>`;

/** The page in that syntax: a layout, an include, an imported macro, and 50 rows. */
export const PAGE = {
  "base.html":
    "<!doctype html><html><head><title>{% block title %}Site{% endblock %}</title></head><body>" +
    '{% include "nav.html" %}<main>{% block content %}{% endblock %}</main><footer>{{ year }}</footer></body></html>',
  "nav.html":
    '<nav>{% for item in nav %}<a href="{{ item.href }}"{% if item.href == path %} class="active"{% endif %}>{{ item.label }}</a>{% endfor %}</nav>',
  "forms.html":
    '{% macro field(name, value, type="text") %}<label>{{ name }}<input type="{{ type }}" name="{{ name }}" value="{{ value }}"></label>{% endmacro %}',
  "page.html":
    '{% extends "base.html" %}{% from "forms.html" import field %}{% block title %}{{ title }} – {{ super() }}{% endblock %}' +
    '{% block content %}<h1>{{ title }}</h1><form>{{ field("q", q) }}{{ field("page", 2, type="number") }}</form><table>' +
    '{% for user in users %}<tr class="{% if loop.index0 % 2 == 0 %}even{% else %}odd{% endif %}"><td>{{ loop.index }}</td><td>{{ user.name|upper }}</td>' +
    "<td>{{ user.email }}</td><td>{% if user.admin %}admin{% else %}user{% endif %}</td></tr>{% else %}<tr><td>none</td></tr>{% endfor %}</table>{% endblock %}",
};

export const page = {
  year: 2026,
  path: "users",
  title: "Users & co",
  q: 'a"b',
  nav: [
    { href: "home", label: "Home" },
    { href: "users", label: "Users" },
    { href: "about", label: "About" },
  ],
  users: Array.from({ length: 50 }, (_, i) => ({
    name: `User ${i}`,
    email: `<user${i}@example.org>`,
    admin: i % 5 === 0,
  })),
};
