/** The configuration of CSRF tokens: Flask-WTF's keys in camelCase. */
import type { Application, Config } from "../app/index.ts";

/** The keys that Flask-WTF reads for CSRF tokens, each `undefined` where its default is wanted. */
export interface CSRFConfig {
  /** `WTF_CSRF_ENABLED`, `true` unless set: off, nothing is checked. */
  wtfCsrfEnabled?: boolean | undefined;
  /** `WTF_CSRF_CHECK_DEFAULT`, `true` unless set: off, only what calls `protect()` is checked. */
  wtfCsrfCheckDefault?: boolean | undefined;
  /** `WTF_CSRF_METHODS`, POST, PUT, PATCH and DELETE unless set: the methods that are checked. */
  wtfCsrfMethods?: Iterable<string> | undefined;
  /** `WTF_CSRF_FIELD_NAME`, `csrf_token` unless set: the name of the form's field and of the session's key. */
  wtfCsrfFieldName?: string | undefined;
  /** `WTF_CSRF_HEADERS`, X-CSRFToken and X-CSRF-Token unless set: where scripts put the token. */
  wtfCsrfHeaders?: readonly string[] | undefined;
  /** `WTF_CSRF_META_NAME`, `csrf-token` unless set: the name of the `<meta>` that scripts read the token from. */
  wtfCsrfMetaName?: string | undefined;
  /** `WTF_CSRF_TIME_LIMIT` in seconds, 3600 unless set: how long a token is good; `null` for as long as the session. */
  wtfCsrfTimeLimit?: number | null | undefined;
  /** `WTF_CSRF_SSL_STRICT`, `true` unless set: over https, the page that a request comes from must be of the site. */
  wtfCsrfSslStrict?: boolean | undefined;
  /** `WTF_CSRF_SECRET_KEY`, the application's secret key unless set: signs the tokens. */
  wtfCsrfSecretKey?: string | Uint8Array | undefined;
}

// By the module that applications name too: TypeScript 7 drops their keys where the two ways differ.
declare module "../index.ts" {
  interface Config extends CSRFConfig {}
}

const METHODS: readonly string[] = ["POST", "PUT", "PATCH", "DELETE"];
const HEADERS: readonly string[] = ["X-CSRFToken", "X-CSRF-Token"];

/** The configuration with its defaults. */
export type CSRFSettings = {
  readonly isEnabled: boolean;
  readonly checksByDefault: boolean;
  readonly methods: ReadonlySet<string>;
  readonly fieldName: string;
  readonly headers: readonly string[];
  readonly metaName: string;
  readonly timeLimit: number | undefined;
  readonly isStrict: boolean;
};

/** What the configuration says about CSRF tokens. */
export function csrfSettings(config: Config): CSRFSettings {
  const { wtfCsrfTimeLimit = 3600 } = config;
  return {
    isEnabled: config.wtfCsrfEnabled ?? true,
    checksByDefault: config.wtfCsrfCheckDefault ?? true,
    methods: methodSet(config.wtfCsrfMethods ?? METHODS),
    fieldName: config.wtfCsrfFieldName ?? "csrf_token",
    headers: config.wtfCsrfHeaders ?? HEADERS,
    metaName: config.wtfCsrfMetaName ?? "csrf-token",
    timeLimit: wtfCsrfTimeLimit ?? undefined,
    isStrict: config.wtfCsrfSslStrict ?? true,
  };
}

/** One method alone is a list of one: taken for a list of letters, it would leave all methods unchecked. */
function methodSet(methods: Iterable<string>): ReadonlySet<string> {
  const list = typeof methods === "string" ? [methods] : Array.from(methods);
  return new Set(list.map((method) => method.toUpperCase()));
}

/** The key that signs the tokens. @throws Error if there is none. */
export function csrfSecretKey(app: Application): string | Uint8Array {
  const key = app.config.wtfCsrfSecretKey ?? app.secretKeys().at(-1);
  if (key !== undefined) return key;
  throw new Error("A secret key is required to use CSRF tokens; set secretKey or wtfCsrfSecretKey.");
}
