/** An application, as the parts around it see it. */
import type {
  FileSource,
  Handler,
  MatchedRule,
  MimeTypes,
  Request,
  RequestClass,
  Response,
} from "../http/index.ts";
import type { MapAdapter, UrlMap } from "../routing/index.ts";
import type { SessionHost, SessionInterface } from "../sessions/index.ts";
import type { Environment, Loader } from "../templates/index.ts";
import type { Registration } from "./blueprints/registration.ts";
import type { Config } from "./config/config.ts";
import type { AppGlobals } from "./contexts/app-globals.ts";
import type { Pipeline } from "./dispatch/pipeline.ts";
import type { JSONProvider } from "./json/json-provider.ts";
import type { Logger } from "./logging.ts";
import type { Fallback } from "./mounts/fallback.ts";
import type { Mounts } from "./mounts/mounts.ts";
import type { RegisteredView, Route } from "./routing/routes.ts";
import type { UrlOptions } from "./routing/url-options.ts";
import type { ViewFunction } from "./routing/view.ts";
import type { UrlDefaultsFunction } from "./scaffold/hooks.ts";
import type { ForgedHostWarning } from "./security/forged-hosts.ts";
import type { OwnedLoader } from "./templating/owned-loader.ts";

/** The templates of an application, as those see them who render. */
interface AppTemplates {
  readonly environment: Environment;
  readonly loader: Loader | undefined;
  /** The names that a template is rendered with. */
  context(given: object, pipeline: Pipeline): Record<string, unknown>;
}

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
  readonly requestClass: RequestClass;
  /** Writes and reads its JSON. */
  readonly json: JSONProvider;
  readonly urlMap: UrlMap;
  readonly sessionInterface: SessionInterface;
  /** What extensions keep with the application, each under its name. */
  readonly extensions: Map<string, unknown>;
  /** Whether rules may have a subdomain. */
  readonly subdomainMatching: boolean;
  /** The endpoint of a view, or of the text of a rule; of those within the blueprint, if it has several. */
  endpointOf(target: string | ViewFunction<never>, blueprint?: string | undefined): string;
  /** The rules at the server that a request came to, or at `config.serverName`. */
  createUrlAdapter(request: Request | undefined): MapAdapter;
  /** What adds values to the URLs of an endpoint. */
  urlDefaultsOf(endpoint: string): readonly UrlDefaultsFunction[];
  /** Warns of URLs whose host a client has made up. */
  readonly forgedHosts: ForgedHostWarning;
  /** Gives a URL, or throws, where one could not be built. */
  handleUrlBuildError(
    error: Error,
    endpoint: string,
    values: Record<string, unknown>,
    options: UrlOptions,
  ): string;
  /** The folder of the static files that an endpoint leads to, if it leads to some. */
  staticFolderOf(endpoint: string): string | undefined;
  /** Its templates. */
  readonly templating: AppTemplates;
  /** Makes the environment that renders its templates. */
  createJinjaEnvironment(): Environment;
  /** Makes the loader of that. */
  createGlobalJinjaLoader(): Loader;
  /** The class of `g`. */
  readonly appCtxGlobalsClass: new () => AppGlobals;
  /** Where templates are looked up, in order. */
  templateLoaders(): Iterable<OwnedLoader>;
  /** Whether a template is escaped, told by its name; one made from a string has none. */
  selectJinjaAutoescape(name: string | undefined): boolean;
  /** The view of an endpoint. */
  viewOf(endpoint: string): RegisteredView | undefined;
  /** How long clients may keep a file without asking, in seconds. */
  getSendFileMaxAge(path: string | undefined): number | undefined;
  /** Waits for the start of the application, if it has not started. */
  ready(): void | Promise<void>;
  /** Ends the application, unless a server serves it. */
  finish(): Promise<void>;
  /** The hooks of the requests that a blueprint owns, or of those that none owns. */
  pipelineOf(registration: Registration | undefined): Pipeline;
  /** The other server that answers what no route does. */
  readonly fallsBackTo: Fallback | undefined;
  /** The applications that are mounted below paths of this one. */
  readonly mounts: Mounts;
  /** What the route of a rule says about its requests. */
  routeOf(rule: MatchedRule): Route | undefined;
  /** Answers a request as {@link Handler.handle} does, but throws what is to be propagated. */
  respond(request: Request): Response | Promise<Response>;
  /** Whether errors that nobody handled are thrown on, to a test or a developer. */
  readonly propagatesExceptions: boolean;
  /** Logs an error that no one handled; `request` is its method and path. */
  logException(error: unknown, request: string): void;
}
