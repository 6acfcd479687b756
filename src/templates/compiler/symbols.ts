/** Names in a frame of a template: where each is kept, and what it is when the frame is entered. */

/** What a variable holds when its frame is entered. */
export type Load =
  | { readonly kind: "parameter" }
  | { readonly kind: "resolve"; readonly name: string }
  | { readonly kind: "alias"; readonly variable: string }
  | { readonly kind: "missing" };

/** The names of one frame. A name is looked up once, when the frame is entered that first mentions it. */
export class Symbols {
  readonly #parent: Symbols | undefined;
  readonly #level: number;
  readonly #variables = new Map<string, string>();
  readonly #loads = new Map<string, Load>();
  readonly #stores = new Set<string>();

  constructor(parent?: Symbols) {
    this.#parent = parent;
    this.#level = parent === undefined ? 0 : parent.#level + 1;
  }

  /** A frame that begins as this one is now. */
  copy(): Symbols {
    const copy = this.#parent === undefined ? new Symbols() : new Symbols(this.#parent);
    copy.#merge(this);
    return copy;
  }

  #merge(other: Symbols): void {
    for (const [name, variable] of other.#variables) this.#variables.set(name, variable);
    for (const [variable, load] of other.#loads) this.#loads.set(variable, load);
    for (const name of other.#stores) this.#stores.add(name);
  }

  /** The variable that holds a name, here or further out. */
  find(name: string): string | undefined {
    return this.#variables.get(name) ?? this.#parent?.find(name);
  }

  /** The variable of a name that was analysed before. */
  variable(name: string): string {
    const found = this.find(name);
    if (found === undefined) throw new Error(`the name ${name} was not analysed`);
    return found;
  }

  /** How a variable is loaded. */
  loadOf(variable: string): Load | undefined {
    return this.#loads.get(variable) ?? this.#parent?.loadOf(variable);
  }

  #define(name: string, load: Load): string {
    const variable = `l_${this.#level}_${name}`;
    this.#variables.set(name, variable);
    this.#loads.set(variable, load);
    return variable;
  }

  /** A name that is given when the frame is entered. */
  declareParameter(name: string): string {
    this.#stores.add(name);
    return this.#define(name, { kind: "parameter" });
  }

  /** A name that is read. */
  load(name: string): void {
    if (this.find(name) === undefined) this.#define(name, { kind: "resolve", name });
  }

  /** A name that is assigned. */
  store(name: string): void {
    this.#stores.add(name);
    if (this.#variables.has(name)) return;
    const outer = this.#parent?.find(name);
    this.#define(name, outer === undefined ? { kind: "missing" } : { kind: "alias", variable: outer });
  }

  /** Takes over what branches did of which only one is taken: a name that not all of them set keeps its value. */
  joinBranches(branches: readonly Symbols[]): void {
    const counts = new Map<string, number>();
    for (const branch of branches) {
      for (const name of branch.#stores) {
        if (!this.#stores.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    for (const branch of branches) this.#merge(branch);
    for (const [name, count] of counts) {
      if (count === branches.length) continue;
      const outer = this.#parent?.find(name);
      this.#loads.set(
        this.variable(name),
        outer === undefined ? { kind: "resolve", name } : { kind: "alias", variable: outer },
      );
    }
  }

  /** The variables of this frame with their loads. */
  get loads(): ReadonlyMap<string, Load> {
    return this.#loads;
  }

  /** The names that were assigned here or further out, with their variables. */
  allStores(): Map<string, string> {
    const stores = new Map<string, string>();
    for (let symbols: Symbols | undefined = this; symbols !== undefined; symbols = symbols.#parent) {
      for (const name of symbols.#stores) if (!stores.has(name)) stores.set(name, this.variable(name));
    }
    return stores;
  }
}
