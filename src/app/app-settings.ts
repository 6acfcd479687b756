/** The settings of an application: its configuration, what its keys are called besides, and the parts that can be replaced. */
import { Request, type RequestClass } from "../http/index.ts";
import { type SecretKey, SecureCookieSessionInterface, type SessionInterface } from "../sessions/index.ts";
import type { Config } from "./config/config.ts";
import { AppGlobals } from "./contexts/app-globals.ts";
import { DefaultJSONProvider, type JSONProvider } from "./json/json-provider.ts";
import { ConsoleLogger, completeLogger, type Logger, type LogSink } from "./logging.ts";
import { developmentKey, SecretKeyring, type SecretKeySource } from "./security/secret-key.ts";
import { TemplateSetup } from "./templating/template-setup.ts";

/** What can be set on an application. */
export abstract class AppSettings extends TemplateSetup {
  /** The configuration: Flask's keys in camelCase. */
  abstract readonly config: Config;
  /**
   * The class of its requests: `Flask.request_class`. One that extends `Request` may override what it does, such as
   * `onJsonLoadingFailed`.
   */
  requestClass: RequestClass = Request;
  /** The class of `g`: `Flask.app_ctx_globals_class`. Its members are told to the compiler as other names are, in `Globals`. */
  appCtxGlobalsClass: new () => AppGlobals = AppGlobals;
  /** Opens and saves sessions; replace it to keep them elsewhere. */
  sessionInterface: SessionInterface = new SecureCookieSessionInterface();
  readonly #keyring = new SecretKeyring((message) => this.logger.warn(message));
  #logger: Logger = new ConsoleLogger({ isDebug: () => this.config.debug });
  #json: JSONProvider = new DefaultJSONProvider({ isDebug: () => this.config.debug });

  /** Takes what the operator should know: the console, with Flask's lines, unless another is set. pino fits. */
  get logger(): Logger {
    return this.#logger;
  }

  set logger(sink: LogSink) {
    this.#logger = completeLogger(sink);
  }

  /**
   * Writes and reads its JSON. Its settings can be changed (`app.json.sortKeys = false`), and another provider put in its
   * place, of any kind; the type is that of the first.
   */
  get json(): DefaultJSONProvider {
    return this.#json as DefaultJSONProvider;
  }

  set json(provider: JSONProvider) {
    this.#json = provider;
  }

  /** The secret key, or where it comes from: the same as `config.secretKey`. */
  get secretKey(): SecretKeySource | undefined {
    return this.config.secretKey;
  }

  set secretKey(secretKey: SecretKeySource | undefined) {
    this.config.secretKey = secretKey;
  }

  /** Whether mistakes are explained to the developer: the same as `config.debug`. */
  get debug(): boolean {
    return this.config.debug;
  }

  set debug(debug: boolean) {
    this.config.debug = debug;
    this.templating.followDebug(debug);
  }

  /** Whether a test runs it, which unhandled errors are thrown on to: the same as `config.testing`. */
  get testing(): boolean {
    return this.config.testing;
  }

  set testing(testing: boolean) {
    this.config.testing = testing;
  }

  /** How long a permanent session lasts, in seconds: the same as `config.permanentSessionLifetime`. */
  get permanentSessionLifetime(): number {
    return this.config.permanentSessionLifetime;
  }

  set permanentSessionLifetime(seconds: number) {
    this.config.permanentSessionLifetime = seconds;
  }

  /** The keys that sign the sessions, oldest first; the last one signs. */
  secretKeys(): readonly SecretKey[] {
    return this.#keyring.keys(this.config.secretKey, this.config.secretKeyFallbacks);
  }

  /** @internal Whether the key is made at random: what another process signs is then refused. */
  get hasDevelopmentKey(): boolean {
    return this.config.secretKey === developmentKey;
  }
}
