/** Every kind of variable in a rule: what stands in the path, what the view is given, and what is not found. */
import { Flagon, renderTemplate, request, urlFor } from "flagon";
import { UUID } from "flagon/sessions";
import { DateConverter, ListConverter } from "./converters.ts";

export const app = new Flagon({ root: import.meta.dirname, staticFolder: "../static" });

// Before the rules that use them.
app.urlMap.converters.set("date", DateConverter);
app.urlMap.converters.set("list", ListConverter);

const hello = app.get("/hello/<name>", ({ name }) => page(`Hello, ${name.toUpperCase()}.`, { name }));

const square = app.get("/squares/<int:n>", ({ n }) => page(`${n} times ${n} is ${n * n}.`, { n }));

const degrees = app.get("/degrees/<int(signed=True, min=-273, max=1000):celsius>", ({ celsius }) =>
  page(`${celsius} °C are ${Math.round(celsius * 1.8 + 32)} °F.`, { celsius }),
);

const circle = app.get("/circles/<float:radius>", ({ radius }) =>
  page(`The area is ${(Math.PI * radius ** 2).toFixed(2)}.`, { radius }),
);

const file = app.get("/files/<path:name>", ({ name }) =>
  page(`${name.split("/").at(-1)} is ${name.split("/").length - 1} folders down.`, { name }),
);

const HOURS = { breakfast: "7 to 10", lunch: "12 to 14", dinner: "18 to 21" };
const meal = app.get("/meals/<any(breakfast, lunch, dinner):meal>", ({ meal }) =>
  page(`There is ${meal} from ${HOURS[meal]}.`, { meal }),
);

const order = app.get("/orders/<uuid:id>", ({ id }) =>
  page(`The order begins with ${id.hex.slice(0, 8)}.`, { id }),
);

const range = app.get("/numbers/<int:first>-<int:last>", ({ first, last }) =>
  page(`From ${first} to ${last} it is ${last - first}.`, { first, last }),
);

const day = app.get("/days/<date:day>", ({ day }) =>
  page(`It is a ${day.toLocaleDateString("en", { weekday: "long", timeZone: "UTC" })}.`, { day }),
);

const tags = app.get("/tags/<list:tags>", ({ tags }) => page(`Filed under ${tags.length} tags.`, { tags }));

app.get("/", function index() {
  return renderTemplate("index.html", {
    samples: [
      { found: urlFor(hello, { name: "ada" }), missing: "/hello/ada/lovelace" },
      { found: urlFor(square, { n: 12 }), missing: "/squares/-12" },
      { found: urlFor(degrees, { celsius: -40 }), missing: "/degrees/-300" },
      { found: urlFor(circle, { radius: 1.5 }), missing: "/circles/1" },
      { found: urlFor(file, { name: "photos/2026/tea.jpg" }), missing: "/files/" },
      { found: urlFor(meal, { meal: "lunch" }), missing: "/meals/supper" },
      { found: urlFor(order, { id: new UUID(crypto.randomUUID()) }), missing: "/orders/17" },
      { found: urlFor(range, { first: 3, last: 9 }), missing: "/numbers/3-" },
      { found: urlFor(day, { day: new Date("2026-02-28") }), missing: "/days/2026-02-30" },
      { found: urlFor(tags, { tags: ["tea", "green"] }), missing: "/tags/" },
    ],
  });
});

/** The page about a rule that has matched. */
function page(sentence: string, values: Readonly<Record<string, unknown>>) {
  const variables = Object.entries(values).map(([name, value]) => ({ name, value, type: typeOf(value) }));
  return renderTemplate("rule.html", { sentence, variables, rule: request.urlRule?.rule });
}

function typeOf(value: unknown): string {
  return typeof value === "object" && value !== null ? value.constructor.name : typeof value;
}
