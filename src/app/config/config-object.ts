/** The object behind `app.config`: checks what is set, and loads. */
import { FileNotFoundError, type FileSource } from "../../http/index.ts";
import { inspectAs, isPlainObject } from "../../python/index.ts";
import { openFile } from "../files/resource.ts";
import { isSecretName, withoutSecrets } from "../security/secrets.ts";
import type {
  Config,
  ConfigLoaders,
  ConfigValues,
  FromFileOptions,
  FromPrefixedEnvOptions,
  NamespaceOptions,
} from "./config.ts";
import { debugOfEnvironment, KEYS_BY_NAME, NAMES_BY_FLASK } from "./config-keys.ts";
import { camelCase, capitalize, isSameName } from "./config-names.ts";
import { entriesOf, variablesOf } from "./config-sources.ts";

/** Where the files of a configuration are. */
export type ConfigPlace = {
  readonly files: FileSource | undefined;
  /** The folder that their paths begin at. */
  readonly folder: string;
};

/**
 * A configuration with its defaults, and what is given in their place.
 *
 * @throws TypeError for a value of the wrong type, and for a name that is Flask's or nearly ours.
 */
export function makeConfig(given: ConfigValues, place: ConfigPlace): Config {
  const config: ConfigLoaders = AppConfig.make(given, place);
  return config as Config;
}

const NAMES: readonly string[] = [...KEYS_BY_NAME.keys()];

class AppConfig implements ConfigLoaders {
  // By the place of a key in NAMES: V8 reads an array's items faster than an object's properties by a computed name.
  readonly #values: unknown[] = [...KEYS_BY_NAME.values()].map(({ initial }) =>
    Array.isArray(initial) ? [...initial] : initial,
  );
  readonly #place: ConfigPlace;

  constructor(place: ConfigPlace) {
    this.#place = place;
    Object.defineProperties(this, AppConfig.#ACCESSORS);
    this.#set("debug", debugOfEnvironment());
  }

  /** A configuration with what an application is made with: only our names, as the compiler asks for them. */
  static make(given: ConfigValues, place: ConfigPlace): AppConfig {
    checkMapping(given, "The configuration of new Flagon() must be");
    const config = new AppConfig(place);
    for (const [name, value] of Object.entries(given)) {
      config.#refuseMisspelling(name, name);
      config.#put(name, value, name);
    }
    return config;
  }

  fromMapping(mapping: Readonly<Record<string, unknown>>): void {
    checkMapping(mapping, "config.fromMapping() needs");
    for (const [name, value] of Object.entries(mapping)) this.#load(name, value, name);
  }

  fromObject(object: object): void {
    if (typeof object !== "function") checkMapping(object, "config.fromObject() needs");
    for (const [name, value] of entriesOf(object)) this.#load(name, value, name);
  }

  async fromFile(
    path: string,
    load: (content: never) => object | Promise<object>,
    { silent = false, text = true }: FromFileOptions = {},
  ): Promise<boolean> {
    const { files, folder } = this.#place;
    const resource = await openFile(files, folder, path).catch((error: unknown) => {
      if (silent && error instanceof FileNotFoundError) return undefined;
      throw error;
    });
    if (resource === undefined) return false;
    const content = text ? await resource.text() : await resource.bytes();
    const mapping = await load(content as never);
    checkMapping(mapping, `The file ${JSON.stringify(resource.path)} must hold`);
    for (const [name, value] of Object.entries(mapping))
      this.#load(name, value, `${name} in ${resource.path}`);
    return true;
  }

  fromPrefixedEnv(prefix: string = "FLAGON", options: FromPrefixedEnvOptions = {}): void {
    for (const { variable, text, value, path } of variablesOf(prefix, options)) {
      const [first = "", ...inner] = path;
      const source = `the environment variable ${variable}`;
      const name = this.#nameOf(first, source);
      if (inner.length > 0) this.#load(name, nested(variable, name, this.#own(name), inner, value), source);
      else this.#load(name, this.#fitting(name, text, value), source);
    }
  }

  getNamespace(
    namespace: string,
    { lowercase = true, trimNamespace = true }: NamespaceOptions = {},
  ): Record<string, unknown> {
    const prefix = camelCase(namespace);
    const found = Object.entries(this).filter(([name]) => isWithin(name, prefix));
    return Object.fromEntries(
      found.map(([name, value]) => {
        const rest = trimNamespace ? name.slice(prefix.length) : name;
        return [lowercase ? rest.charAt(0).toLowerCase() + rest.slice(1) : rest, value];
      }),
    );
  }

  toJSON(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this).map(([name, value]) => [name, withoutSecrets(name, value)]),
    );
  }

  #load(given: string, value: unknown, source: string): void {
    this.#put(this.#nameOf(given, source), value, source);
  }

  #put(name: string, value: unknown, source: string): void {
    if (name in AppConfig.prototype && !(name in Object.prototype)) {
      throw new TypeError(`${source}: ${name} is a method of the configuration; give the key another name.`);
    }
    const key = KEYS_BY_NAME.get(name);
    if (key === undefined) {
      Object.defineProperty(this, name, { value, ...OWN });
    } else if (value !== undefined || key.undefinedCounts === true) {
      // A limit or a flag that protects must not be lost by an environment variable that is missing.
      this.#set(name, value, source);
    }
  }

  #set(name: string, value: unknown, source: string = name): void {
    const kind = KEYS_BY_NAME.get(name)?.kind;
    const kept = kind?.normalize === undefined ? value : kind.normalize(value);
    if (kind?.accepts(kept) === false) {
      const of = source === name ? name : `${name} (${source})`;
      const what = isSecretName(name) ? `a value of type ${typeOf(value)}` : shown(value);
      throw new TypeError(`The configuration key ${of} must be ${kind.expects}, not ${what}.`);
    }
    kind?.check?.(kept);
    this.#values[NAMES.indexOf(name)] = kept;
  }

  /** Our name of a key. @throws TypeError for one that is nearly ours. */
  #nameOf(given: string, source: string): string {
    const name = NAMES_BY_FLASK.get(given) ?? camelCase(given);
    this.#refuseMisspelling(name, source);
    return name;
  }

  #refuseMisspelling(name: string, source: string): void {
    if (KEYS_BY_NAME.has(name)) return;
    const meant = NAMES.find((one) => isSameName(one, name));
    if (meant !== undefined) {
      const where = source === name ? "" : ` (${source})`;
      throw new TypeError(
        `The configuration has no key ${JSON.stringify(name)}${where}; did you mean ${meant}?`,
      );
    }
  }

  #own(name: string): unknown {
    return Object.getOwnPropertyDescriptor(this, name) === undefined ? undefined : Reflect.get(this, name);
  }

  /** What a variable's text means for a key: for one whose type is known, what is of that type. */
  #fitting(name: string, text: string, value: unknown): unknown {
    const kind = KEYS_BY_NAME.get(name)?.kind;
    if (kind === undefined) return value;
    const meant = kind.fromText?.(text) ?? value;
    return kind.accepts(kind.normalize?.(meant) ?? meant) || !kind.accepts(text) ? meant : text;
  }

  static readonly #ACCESSORS: PropertyDescriptorMap = Object.fromEntries(
    NAMES.map((name, i) => [
      name,
      {
        get(this: AppConfig): unknown {
          return this.#values[i];
        },
        set(this: AppConfig, value: unknown): void {
          this.#set(name, value);
        },
        enumerable: true,
        configurable: false,
      },
    ]),
  );
}

// Where a name is set that the configuration does not have, above all others: nothing of it is seen by `in`.
Object.setPrototypeOf(
  AppConfig.prototype,
  new Proxy(
    {},
    {
      set: (target, given, value, receiver) => {
        const name = NAMES_BY_FLASK.get(String(given));
        if (name === undefined) return Reflect.set(target, given, value, receiver);
        throw new TypeError(
          `config.${String(given)} is config.${name} here; config.fromMapping() takes Flask's names too.`,
        );
      },
    },
  ),
);

inspectAs(AppConfig.prototype, (config, inspect) => `<Config ${inspect(config.toJSON())}>`);

const OWN = { writable: true, enumerable: true, configurable: true };

/** A copy of what a key holds, with a value set at a path inside of it. */
function nested(
  variable: string,
  place: string,
  current: unknown,
  [first = "", ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  if (current !== undefined && (typeof current !== "object" || current === null || !isPlainObject(current))) {
    throw new TypeError(
      `The environment variable ${variable} sets a part of ${place}, which is ${typeOf(current)} and no object. ` +
        "Give one of them another name, or remove it.",
    );
  }
  const inner = current !== undefined && Object.hasOwn(current, first) ? current[first] : undefined;
  const item = rest.length === 0 ? value : nested(variable, `${place}.${first}`, inner, rest, value);
  const copy = { ...current };
  Object.defineProperty(copy, first, { value: item, ...OWN });
  return copy;
}

function checkMapping(value: unknown, start: string): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  throw new TypeError(`${start} an object with names and values, not ${typeOf(value)}.`);
}

/** Whether a key begins with the words of a prefix: "mailServer" with "mail", and not "mailer". */
function isWithin(name: string, prefix: string): boolean {
  const next = name.charAt(prefix.length);
  return name.startsWith(prefix) && next !== "" && (prefix === "" || next === capitalize(next));
}

const MOST_SHOWN = 60;

function shown(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value);
  }
  return typeof value === "number" || typeof value === "boolean" ? String(value) : typeOf(value);
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "text" : `${typeof value === "object" ? "an" : "a"} ${typeof value}`;
}
