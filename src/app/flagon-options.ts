/** What an application starts with. */
import type { FileSource } from "../http/index.ts";
import type { ConfigValues } from "./config/config.ts";
import type { SecretKeySource } from "./security/secret-key.ts";

/** What an application starts with. */
export type FlagonOptions = {
  /** The folder of the application, such as `import.meta.dirname`; the working directory unless given. */
  readonly root?: string | undefined;
  /** The folder of its static files, absolute or from `root`; `"static"` unless given, `null` for none. */
  readonly staticFolder?: string | null | undefined;
  /** The URL of the static files; a slash and their folder's name unless given, `""` for the root of the site. */
  readonly staticUrlPath?: string | undefined;
  /** The folder of its templates, absolute or from `root`; `"templates"` unless given, `null` for none. */
  readonly templateFolder?: string | null | undefined;
  /**
   * The folder of what differs from one installation to the next, such as local configuration and databases: absolute.
   * Unless given, the folder `instance` below `root`. It is not made.
   */
  readonly instancePath?: string | undefined;
  /** Whether the paths of `config.fromFile()` begin at the instance folder. */
  readonly instanceRelativeConfig?: boolean | undefined;
  /** The host of the static files, where `hostMatching` is on. */
  readonly staticHost?: string | undefined;
  /** Lets rules have a host, and matches whole hosts. */
  readonly hostMatching?: boolean | undefined;
  /** Lets rules have a subdomain; `config.serverName` says of which host. */
  readonly subdomainMatching?: boolean | undefined;
  /** Signs the sessions; the same as `config.secretKey`. */
  readonly secretKey?: SecretKeySource | undefined;
  /** Configuration that differs from the defaults. */
  readonly config?: ConfigValues | undefined;
  /** Where its files are, static ones and templates, unless they are on the disk: `new DictionaryFiles({ … })`. */
  readonly files?: FileSource | undefined;
};

/** The names of {@link FlagonOptions}. */
export const FLAGON_OPTIONS: Readonly<Record<keyof FlagonOptions, true>> = {
  root: true,
  secretKey: true,
  config: true,
  staticFolder: true,
  staticUrlPath: true,
  staticHost: true,
  templateFolder: true,
  instancePath: true,
  instanceRelativeConfig: true,
  hostMatching: true,
  subdomainMatching: true,
  files: true,
};
