/** `npm run bench -- routing`: matching beside other routers, in one process, on the same rules. */
import { type Peer, peers, type Route } from "./routers.ts";
import { nanoseconds } from "./timing.ts";

const SIZES = [200, 2000] as const;

/** What is asked of the routers: a name, and the paths that are asked in turn. */
type Ask = { readonly name: string; readonly paths: readonly string[]; readonly hits: boolean };

/** Prints nanoseconds a match for each router and kind of path, and how much 2,000 rules cost over 200. */
export async function benchRouting(): Promise<void> {
  const bySize = new Map<number, Map<string, Map<string, number>>>();
  for (const size of SIZES) {
    const routes = routesOf(size);
    const asks = asksOf(size);
    const routers = await peers(routes);
    for (const router of routers) checkPeer(router, asks);
    bySize.set(size, measure(routers, asks));
    print(`${size} rules`, bySize.get(size) as Map<string, Map<string, number>>);
  }
  printGrowth(bySize);
}

/** Five kinds of rules, as an application has them. */
function routesOf(size: number): Route[] {
  const routes: Route[] = [];
  for (let index = 0; routes.length < size; index++) {
    const base = `/section${index % 10}/thing${index}`;
    routes.push(
      { rule: base, int: undefined },
      { rule: `${base}/<int:id>`, int: "id" },
      { rule: `${base}/<int:id>/edit`, int: "id" },
      { rule: `/topics${index}/<slug>/comments/<int:comment>`, int: "comment" },
      { rule: `/files${index}/<path:name>`, int: undefined },
    );
  }
  return routes.slice(0, size);
}

function asksOf(size: number): Ask[] {
  const some = Array.from({ length: 64 }, (_, index) => (index * 37) % (size / 5));
  const base = (index: number) => `/section${index % 10}/thing${index}`;
  return [
    { name: "static", hits: true, paths: some.map(base) },
    { name: "int", hits: true, paths: some.map((index) => `${base(index)}/${index + 1000}`) },
    { name: "int, then text", hits: true, paths: some.map((index) => `${base(index)}/${index + 1000}/edit`) },
    {
      name: "two variables",
      hits: true,
      paths: some.map((index) => `/topics${index}/a-slug/comments/${index}`),
    },
    { name: "path", hits: true, paths: some.map((index) => `/files${index}/css/site/main.css`) },
    { name: "miss, early", hits: false, paths: some.map((index) => `/nothing${index}/here`) },
    { name: "miss, late", hits: false, paths: some.map((index) => `${base(index)}/12/nothing`) },
  ];
}

/** Every router must find the same before it is measured. */
function checkPeer({ name, match }: Peer, asks: readonly Ask[]): void {
  for (const { paths, hits } of asks) {
    for (const path of paths) {
      if ((match(path) !== undefined) !== hits)
        throw new Error(`${name} ${hits ? "misses" : "finds"} ${path}`);
    }
  }
}

function measure(routers: readonly Peer[], asks: readonly Ask[]): Map<string, Map<string, number>> {
  const times = new Map<string, Map<string, number>>(routers.map(({ name }) => [name, new Map()]));
  // Twice by turns, the better one counts: what disturbs the machine then disturbs all alike.
  for (let turn = 0; turn < 2; turn++) {
    for (const { name: ask, paths } of asks) {
      for (const { name, match } of routers) {
        let next = 0;
        const time = nanoseconds(() => match(paths[next++ & 63] as string) ?? null, { batches: 7 });
        const known = times.get(name);
        known?.set(ask, Math.min(time, known.get(ask) ?? Number.POSITIVE_INFINITY));
      }
    }
  }
  return times;
}

function print(title: string, times: Map<string, Map<string, number>>): void {
  console.log(`\n${title}, nanoseconds a match\n`);
  const asks = [...(times.values().next().value?.keys() ?? [])];
  console.log(["".padEnd(20), ...asks.map((ask) => ask.padStart(15))].join(""));
  for (const [name, byAsk] of times) {
    console.log(
      [name.padEnd(20), ...asks.map((ask) => (byAsk.get(ask) ?? 0).toFixed(0).padStart(15))].join(""),
    );
  }
}

function printGrowth(bySize: ReadonlyMap<number, Map<string, Map<string, number>>>): void {
  const [small, large] = SIZES.map((size) => bySize.get(size));
  if (small === undefined || large === undefined) return;
  console.log("\n2,000 rules against 200, times the cost\n");
  for (const [name, times] of large) {
    const ratios = [...times].map(([ask, time]) => time / (small.get(name)?.get(ask) ?? Number.NaN));
    console.log([name.padEnd(20), ...ratios.map((ratio) => ratio.toFixed(2).padStart(15))].join(""));
  }
}
