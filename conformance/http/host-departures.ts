/** Where hosts are judged otherwise than with Werkzeug. */
import type { Case, Departure, Fields } from "../area.ts";

/** The departures of functions that are given a host. */
export const hostDepartures: readonly Departure[] = [
  {
    cites: "section 14, item 20: a Host header that is none is answered with 400",
    applies: (testCase) => testCase.in.fn === "get_host" && testCase.out.ok === "",
    expected: () => ({ error: "BadHost" }),
  },
  {
    cites: "section 14, item 19: trusted hosts are compared without regard to case, and IPv6 can be one",
    applies: (testCase) => TRUST.has(testCase.in.fn) && isListed(testCase),
    expected: (testCase) => ({ ok: testCase.in.fn === "host_is_trusted" ? true : shownHost(testCase) }),
  },
];

const TRUST: ReadonlySet<unknown> = new Set(["get_host", "host_is_trusted"]);

function isListed(testCase: Case): boolean {
  const { trusted_list, trusted_hosts } = args(testCase);
  const listed = [trusted_list ?? trusted_hosts ?? []].flat().map(String);
  const name = nameOf(hostOf(testCase));
  return listed.some((entry) => {
    const wanted = nameOf(entry);
    return name === wanted || (wanted.startsWith(".") && `.${name}`.endsWith(wanted));
  });
}

function hostOf(testCase: Case): string {
  const { hostname, host_header } = args(testCase);
  return `${hostname ?? host_header}`;
}

function nameOf(host: string): string {
  return host.replace(/:[0-9]+$/, "").toLowerCase();
}

function shownHost(testCase: Case): string {
  const own = /s$/.test(`${args(testCase).scheme}`) ? ":443" : ":80";
  const host = hostOf(testCase);
  return host.endsWith(own) ? host.slice(0, -own.length) : host;
}

function args(testCase: Case): Fields {
  return testCase.in.args as Fields;
}
