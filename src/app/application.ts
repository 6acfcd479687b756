/** An application, as the parts around it see it. */
import type { Handler } from "../http/index.ts";
import type { UrlMap } from "../routing/index.ts";
import type { SessionHost, SessionInterface } from "../sessions/index.ts";
import type { Config } from "./config.ts";
import type { View } from "./view.ts";

/** A view as it was registered under its endpoint. */
export type RegisteredView = {
  readonly view: View<never>;
  /** The rule it was first registered with. */
  readonly rule: string;
  /** Whether the view itself answers OPTIONS; if not, the methods are listed for it. */
  readonly answersOptions: boolean;
};

/** What contexts, dispatch and the test client need of an application; `Flagon` is one. */
export interface Application extends Handler, SessionHost {
  readonly config: Config;
  readonly urlMap: UrlMap;
  readonly sessionInterface: SessionInterface;
  /** The path of a view, endpoint or rule. */
  buildPath(target: string | View<never>, values?: Readonly<Record<string, unknown>>): string;
  /** The view of an endpoint. */
  viewOf(endpoint: string): RegisteredView | undefined;
  /** Logs an error that no one handled; `request` is its method and path. */
  logException(error: unknown, request: string): void;
}
