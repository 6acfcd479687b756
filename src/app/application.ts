/** An application, as the parts around it see it. */
import type { FileSource, Handler, MatchedRule, MimeTypes, Request } from "../http/index.ts";
import type { MapAdapter, UrlMap } from "../routing/index.ts";
import type { SessionHost, SessionInterface } from "../sessions/index.ts";
import type { BeforeRequestFunction } from "./before-request.ts";
import type { Config } from "./config.ts";
import type { JSONProvider } from "./json-provider.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import type { RegisteredView, Route } from "./routes.ts";
import type { Templating } from "./templating.ts";
import type { View, ViewResult } from "./view.ts";

/** Where an application writes what its operator should know. pino fits. */
export interface Logger {
  warn(message: string): void;
  error(message: string): void;
}

/**
 * Looks at a request before its body is read: method, path and headers are there, `form` and its like are not.
 * It may set `request.maxContentLength` and the other limits, throw (`abort(403)`), or answer in place of the view.
 */
export type BeforeBodyFunction = (request: Request) => MaybePromise<ViewResult | undefined>;

/** What contexts, dispatch and the test client need of an application; `Flagon` is one. */
export interface Application extends Handler, SessionHost {
  readonly config: Config;
  /** The folder of the application. */
  readonly root: string;
  /** Where the files are that it sends; `undefined` on a runtime without a disk. */
  readonly files: FileSource | undefined;
  /** The types of files by their names. */
  readonly mimeTypes: MimeTypes;
  readonly logger: Logger;
  /** Writes and reads its JSON. */
  readonly json: JSONProvider;
  readonly urlMap: UrlMap;
  readonly sessionInterface: SessionInterface;
  /** What extensions keep with the application, each under its name. */
  readonly extensions: Map<string, unknown>;
  /** Whether rules may have a subdomain. */
  readonly subdomainMatching: boolean;
  /** The endpoint of a view, or of the text of a rule. */
  endpointOf(target: string | View<never>): string;
  /** The rules at the server that a request came to. */
  createUrlAdapter(request: Request): MapAdapter;
  /** Its templates. */
  readonly templating: Templating;
  /** Whether a template is escaped, told by its name; one made from a string has none. */
  selectJinjaAutoescape(name: string | undefined): boolean;
  /** The view of an endpoint. */
  viewOf(endpoint: string): RegisteredView | undefined;
  /** How long clients may keep a file without asking, in seconds. */
  getSendFileMaxAge(path: string | undefined): number | undefined;
  /** The functions to run before a body is read, in order. */
  readonly beforeBodyFunctions: readonly BeforeBodyFunction[];
  /** The functions to run before the view, in order. */
  readonly beforeRequestFunctions: readonly BeforeRequestFunction[];
  /** What the route of a rule says about its requests. */
  routeOf(rule: MatchedRule): Route | undefined;
  /** Logs an error that no one handled; `request` is its method and path. */
  logException(error: unknown, request: string): void;
}
