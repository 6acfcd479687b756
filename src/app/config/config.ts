/** The configuration of an application: Flask's keys in camelCase, and how they are loaded. */
import type { SecretKey, SessionConfig } from "../../sessions/index.ts";
import type { SecretKeySource } from "../security/secret-key.ts";

/** The keys that Flagon reads. */
export interface ConfigKeys extends SessionConfig {
  /**
   * `DEBUG`: explains mistakes to the developer; never on where strangers can read it. Unless set, what `FLAGON_DEBUG`
   * in the environment says.
   */
  debug: boolean;
  /** `TESTING`: errors that nobody handles are thrown, so that a test sees them; off unless set. */
  testing: boolean;
  /** `PROPAGATE_EXCEPTIONS`: errors that nobody handles are thrown, not answered with 500; unless set, where `testing` or `debug` is on. */
  propagateExceptions: boolean | undefined;
  /** `TRAP_HTTP_EXCEPTIONS`: HTTP errors without a handler are treated as errors that nobody handles; off unless set. */
  trapHttpExceptions: boolean;
  /** `TRAP_BAD_REQUEST_ERRORS`: so are those with status 400; unless set, only a missing key of a form, where `debug` is on. */
  trapBadRequestErrors: boolean | undefined;
  /** `SECRET_KEY`: signs the sessions. Without one, sessions can be read but not changed. */
  secretKey: SecretKeySource | undefined;
  /** `SECRET_KEY_FALLBACKS`: former keys, whose signatures are still accepted; never used to sign. */
  secretKeyFallbacks: readonly SecretKey[];
  /**
   * `TRUSTED_HOSTS`: the hosts that are answered for, such as `"example.com"`, or `".example.com"` with all its
   * subdomains; any other is answered with 400. Unless set, any host is: then no link may hang on it.
   */
  trustedHosts: readonly string[] | undefined;
  /**
   * `SERVER_NAME`: the host, with its port, that subdomains belong to, and that URLs made outside of a request have. It
   * restricts no host: `trustedHosts` does.
   */
  serverName: string | undefined;
  /** `PREFERRED_URL_SCHEME`, `"http"` unless set: the scheme of URLs made outside of a request. */
  preferredUrlScheme: string;
  /** `PROVIDE_AUTOMATIC_OPTIONS`: OPTIONS is answered with the methods there are; on unless set. */
  provideAutomaticOptions: boolean;
  /** `USE_X_SENDFILE`: a server in front sends the files, told by an X-Sendfile header; off unless set. */
  useXSendfile: boolean;
  /** `SEND_FILE_MAX_AGE_DEFAULT` in seconds: how long clients keep files without asking; unless set, they ask. */
  sendFileMaxAgeDefault: number | undefined;
  /**
   * Whether the URLs of static files end in a hash of their content, `?v=…`, with which clients keep them for a year: off
   * unless set. Each file is read once, where its URL is first built, and again when it has changed; one above 16 MiB has
   * no hash.
   */
  hashStaticUrls: boolean;
  /** `TEMPLATES_AUTO_RELOAD`: templates are read again when they change; unless set, where `debug` is on. */
  templatesAutoReload: boolean | undefined;
  /** `EXPLAIN_TEMPLATE_LOADING`: logs where each template was looked for; off unless set. */
  explainTemplateLoading: boolean;
  /**
   * The header in which a server in front gives each request its id, such as `"X-Request-ID"`: `request.id`. Unless set,
   * no header is believed, and the id is a random one.
   */
  requestIdHeader: string | undefined;
  /** `MAX_CONTENT_LENGTH` in bytes, 16 MiB unless set, `null` for none: a larger request body is answered with 413. */
  maxContentLength: number | null;
  /** `MAX_FORM_MEMORY_SIZE` in bytes, 500,000 unless set, `null` for none: larger form fields are answered with 413. */
  maxFormMemorySize: number | null;
  /** `MAX_FORM_PARTS`, 1,000 unless set, `null` for none: a form with more fields and files is answered with 413. */
  maxFormParts: number | null;
  /** How many bytes the bodies of all requests may hold in memory together, 256 MiB unless set. Beyond it, 503. */
  maxBodyMemory: number | null;
  /** How many bytes the files of all requests may take on disk together, 4 GiB unless set. Beyond it, 503. */
  maxSpoolSize: number | null;
}

/**
 * The configuration of an application: its keys, and the methods of Flask's `Config` that load them. A value of the
 * wrong type is an error where it is set. An extension adds keys of its own by declaration merging; any name may be set.
 *
 * The methods are no keys: they are neither iterated nor copied. A logged configuration hides what is secret.
 *
 * @example
 * ```ts
 * declare module "flagon" {
 *   interface Config {
 *     mailServer?: string;
 *   }
 * }
 * app.config.mailServer ??= "localhost";
 * ```
 */
export interface Config extends ConfigKeys, ConfigLoaders {}

/** Keys and values to configure an application with. What is `undefined`, as a missing environment variable, is left out. */
export type ConfigValues = {
  readonly [Key in Exclude<keyof Config, keyof ConfigLoaders>]?: Config[Key] | undefined;
};

/** The methods of a configuration. Each takes Flask's names (`MAX_CONTENT_LENGTH`) and ours (`maxContentLength`). */
export interface ConfigLoaders {
  /**
   * Sets the keys that a mapping holds: `Config.from_mapping`. Names that are unknown are kept, in camelCase.
   *
   * @throws TypeError for a value of the wrong type, and for a name that differs from a known one only in its spelling.
   * @example
   * ```ts
   * app.config.fromMapping({ SECRET_KEY: "…", MAIL_SERVER: "localhost" });
   * app.config.mailServer; // "localhost"
   * ```
   */
  fromMapping(mapping: Readonly<Record<string, unknown>>): void;

  /**
   * Sets the keys that an object has: `Config.from_object`. It may be a module (`import * as settings`), an object, or a
   * class with static fields, whose base classes count too.
   *
   * @throws As {@link fromMapping} does.
   * @example
   * ```ts
   * class Settings { static TESTING = false; }
   * class TestSettings extends Settings { static override TESTING = true; }
   * app.config.fromObject(TestSettings);
   * ```
   */
  fromObject(object: object): void;

  /**
   * Sets the keys that a file holds: `Config.from_file`.
   *
   * @param path Absolute, or from the folder of the application; with `instanceRelativeConfig`, from the instance folder.
   * @param load Makes a mapping of the file's text, such as `JSON.parse` or a TOML parser.
   * @returns Whether there was such a file.
   * @throws FileNotFoundError if there is none, unless `silent`; what the loader throws; as {@link fromMapping} does.
   * @example
   * ```ts
   * await app.config.fromFile("config.json", JSON.parse);
   * await app.config.fromFile("local.toml", TOML.parse, { silent: true });
   * ```
   */
  fromFile(
    path: string,
    load: (content: string) => object | Promise<object>,
    options?: FromFileOptions & { readonly text?: true | undefined },
  ): Promise<boolean>;
  /** Takes keys from a file of bytes, read by a function: `config.from_file` with `text=False`. */
  fromFile(
    path: string,
    load: (content: Uint8Array<ArrayBuffer>) => object | Promise<object>,
    options: FromFileOptions & { readonly text: false },
  ): Promise<boolean>;

  /**
   * Sets the keys that environment variables hold whose names begin with a prefix: `Config.from_prefixed_env`. They are
   * taken in the order of their names. A value is read as JSON, and is text if it is none; for a key whose type is known
   * it is what fits, so `FLAGON_DEBUG=1` and `=true` are `true`, and `FLAGON_SECRET_KEY=123` is text. `__` leads into an
   * object: `FLAGON_MAIL__server` sets `config.mail.server`.
   *
   * @param prefix What the names begin with, before an underscore; `"FLAGON"` unless given.
   * @throws TypeError for a value of the wrong type, and for a name that leads into a value that is no object.
   */
  fromPrefixedEnv(prefix?: string, options?: FromPrefixedEnvOptions): void;

  /**
   * The keys that begin with a prefix, as a dictionary: `Config.get_namespace`.
   *
   * @param namespace The prefix, `"mail"` or Flask's `"MAIL_"`; the next letter of a key is a capital.
   * @example
   * ```ts
   * app.config.fromMapping({ MAIL_SERVER: "localhost", MAIL_USE_TLS: true });
   * app.config.getNamespace("mail"); // { server: "localhost", useTls: true }
   * ```
   */
  getNamespace(namespace: string, options?: NamespaceOptions): Record<string, unknown>;

  /** What JSON shows of it: the keys, with what is secret hidden. */
  toJSON(): Record<string, unknown>;
}

/** How `fromFile` reads. */
export type FromFileOptions = {
  /** Does nothing if there is no such file. */
  readonly silent?: boolean | undefined;
  /** Gives the loader text (UTF-8), as it does unless given; with `false`, bytes. */
  readonly text?: boolean | undefined;
};

/** How `fromPrefixedEnv` reads. */
export type FromPrefixedEnvOptions = {
  /** Reads a value; what it throws at is text. `JSON.parse` unless given. */
  readonly loads?: ((text: string) => unknown) | undefined;
  /** The variables; those of the process unless given. A Worker hands over its own. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
};

/** What `getNamespace` gives. */
export type NamespaceOptions = {
  /** Begins the names with a small letter once the prefix is cut off; it does unless given. */
  readonly lowercase?: boolean | undefined;
  /** Cuts the prefix off; it does unless given. */
  readonly trimNamespace?: boolean | undefined;
};
