/** The state machine that finds the rule of a path: each step takes a segment, or all that is left. */
import { compareParts, isStatic, type VariablePart } from "./part.ts";
import type { Rule } from "./rule.ts";

/** A place in the machine: the steps that lead on, and the rules that end here. */
class State {
  readonly static = new Map<string, State>();
  readonly dynamic: { readonly part: VariablePart; readonly state: State }[] = [];
  readonly rules: Rule[] = [];
}

/** A rule that matched, with the texts of its variables. */
export type Match = { readonly rule: Rule; readonly texts: readonly string[] };

/** What a path without a rule of its own comes to. */
export type Miss = {
  /** The methods of the rules that have the path. */
  readonly methods: ReadonlySet<string>;
  /** Whether a rule was left out because it is for WebSockets, or is not. */
  readonly websocketMismatch: boolean;
  /** The path to send the client to, if a rule has it written with one more slash or with fewer. */
  readonly redirect: string | undefined;
};

const NO_TEXTS: readonly string[] = [];
const NO_METHODS: ReadonlySet<string> = new Set();
const NOTHING: Miss = { methods: NO_METHODS, websocketMismatch: false, redirect: undefined };
const SEVERAL_SLASHES = /\/{2,}/g;

/** All rules that can match, as a tree of segments. Its size, not a list of rules, is what a path walks through. */
export class Matcher {
  readonly #root = new State();
  // Paths without variables need no walk, if no subdomain or host is in the way.
  readonly #staticPaths = new Map<string, Rule[]>();

  /**
   * Adds a rule.
   *
   * @param check Sees the rules that end where it ends, in order; the rule is not added if it throws.
   */
  add(rule: Rule, check: (others: readonly Rule[]) => void): void {
    let state = this.#root;
    for (const part of rule.parts) {
      if (isStatic(part)) {
        const next = state.static.get(part.text) ?? new State();
        state.static.set(part.text, next);
        state = next;
      } else {
        const known = state.dynamic.find((step) => step.part.key === part.key);
        const step = known ?? { part, state: new State() };
        if (known === undefined) {
          state.dynamic.push(step);
          state.dynamic.sort((a, b) => compareParts(a.part, b.part));
        }
        state = step.state;
      }
    }
    check(state.rules);
    state.rules.push(rule);
    if (rule.isStatic && rule.parts[0] !== undefined && isStatic(rule.parts[0])) {
      const key = staticKey(
        rule.parts[0].text,
        rule.parts
          .slice(1)
          .map((part) => (isStatic(part) ? part.text : ""))
          .join("/"),
      );
      const rules = this.#staticPaths.get(key);
      if (rules === undefined) this.#staticPaths.set(key, [rule]);
      else rules.push(rule);
    }
  }

  /**
   * The rule for a path, or what is known if there is none.
   *
   * @param domain The subdomain, or the host.
   * @param path The path, decoded, with one slash at its start; or "".
   */
  match(
    domain: string,
    path: string,
    method: string,
    websocket: boolean,
    mergeSlashes: boolean,
  ): Match | Miss {
    const rules = this.#staticPaths.get(domain === "" ? path : staticKey(domain, path));
    if (rules !== undefined) {
      for (const rule of rules) {
        if (rule.websocket === websocket && rule.takes(method)) return { rule, texts: NO_TEXTS };
      }
    }
    const walk = new Walk(method, websocket);
    const found = walk.fromDomain(this.#root, domain, path);
    if (found !== undefined) return { rule: found, texts: walk.texts };
    if (walk.needsSlash) return walk.miss(`${path}/`);
    if (!mergeSlashes || !path.includes("//")) return walk.isEmpty ? NOTHING : walk.miss(undefined);
    return this.#matchMerged(walk, domain, path.replace(SEVERAL_SLASHES, "/"));
  }

  #matchMerged(walk: Walk, domain: string, path: string): Miss {
    const found = walk.fromDomain(this.#root, domain, path);
    if (walk.needsSlash) return walk.miss(`${path}/`);
    return walk.miss(found?.mergeSlashes === true ? path : undefined);
  }
}

function staticKey(domain: string, path: string): string {
  return domain === "" ? path : `${domain}|${path}`;
}

/** One way through the machine, with what it has met. */
class Walk {
  readonly texts: string[] = [];
  needsSlash = false;
  readonly #method: string;
  readonly #websocket: boolean;
  // Most walks meet no rule of another method.
  #methods: Set<string> | undefined;
  #websocketMismatch = false;

  constructor(method: string, websocket: boolean) {
    this.#method = method;
    this.#websocket = websocket;
  }

  /** Whether no rule has the path, not even for other methods. */
  get isEmpty(): boolean {
    return this.#methods === undefined && !this.#websocketMismatch;
  }

  miss(redirect: string | undefined): Miss {
    return { methods: this.#methods ?? NO_METHODS, websocketMismatch: this.#websocketMismatch, redirect };
  }

  fromDomain(root: State, domain: string, path: string): Rule | undefined {
    const fixed = root.static.get(domain);
    const found = fixed === undefined ? undefined : this.#fromPath(fixed, path);
    if (found !== undefined || this.needsSlash || root.dynamic.length === 0) return found;
    return this.#dynamic(root, domain, (state) => this.#fromPath(state, path));
  }

  /** Every rule starts with a slash, so nothing but the empty segment before it can be first. */
  #fromPath(state: State, path: string): Rule | undefined {
    const first = state.static.get("");
    if (first === undefined) return undefined;
    return path === "" ? this.#from(state, path, 0) : this.#from(first, path, 1);
  }

  /** The rule for the path from a place on; the place after its end stands for nothing left. */
  #from(state: State, path: string, start: number): Rule | undefined {
    if (start > path.length) return this.#atEnd(state);
    const slash = path.indexOf("/", start);
    const end = slash < 0 ? path.length : slash;
    // A text is only made where something can be found by it.
    if (state.static.size > 0) {
      const fixed = state.static.get(path.slice(start, end));
      const found = fixed === undefined ? undefined : this.#from(fixed, path, end + 1);
      if (found !== undefined || this.needsSlash) return found;
    }
    if (state.dynamic.length > 0) {
      const found = this.#variable(state, path, start, end);
      if (found !== undefined || this.needsSlash) return found;
    }
    return start === path.length ? this.#afterLastSlash(state) : undefined;
  }

  #variable(state: State, path: string, start: number, end: number): Rule | undefined {
    for (const { part, state: next } of state.dynamic) {
      const before = this.texts.length;
      const text = path.slice(start, part.final ? path.length : end);
      if (!part.capture(text, this.texts)) continue;
      const found = part.final ? this.#afterAll(next, part, text) : this.#from(next, path, end + 1);
      if (found !== undefined || this.needsSlash) return found;
      this.texts.length = before;
    }
    return undefined;
  }

  /** Nothing is left after a part that takes all, but for the slash that may end it. */
  #afterAll(state: State, part: VariablePart, text: string): Rule | undefined {
    return part.suffixed && text.endsWith("/") ? this.#from(state, "", 0) : this.#atEnd(state);
  }

  #dynamic(root: State, domain: string, next: (state: State) => Rule | undefined): Rule | undefined {
    for (const { part, state } of root.dynamic) {
      const before = this.texts.length;
      if (!part.capture(domain, this.texts)) continue;
      const found = next(state);
      if (found !== undefined || this.needsSlash) return found;
      this.texts.length = before;
    }
    return undefined;
  }

  #atEnd(state: State): Rule | undefined {
    for (const rule of state.rules) if (this.#fits(rule)) return rule;
    if (state.static.size === 0) return undefined;
    for (const rule of state.static.get("")?.rules ?? []) {
      if (rule.websocket !== this.#websocket || !rule.takes(this.#method)) continue;
      if (!rule.strictSlashes) return rule;
      this.needsSlash = true;
      return undefined;
    }
    return undefined;
  }

  /** A slash more than these rules have is none too many if they are not strict. */
  #afterLastSlash(state: State): Rule | undefined {
    return state.rules.find((rule) => !rule.strictSlashes && this.#fits(rule));
  }

  #fits(rule: Rule): boolean {
    if (!rule.takes(this.#method)) {
      this.#methods ??= new Set();
      for (const method of rule.methods ?? []) this.#methods.add(method);
      return false;
    }
    if (rule.websocket === this.#websocket) return true;
    this.#websocketMismatch = true;
    return false;
  }
}
