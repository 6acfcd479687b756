/** Applications that are mounted below a path of another one: `app.mount`. */
import {
  ambiguousPath,
  NotImplemented,
  type Request,
  type Response,
  refuseAmbiguousPath,
  unquote,
} from "../../http/index.ts";
import { callFetch, type FetchApp, type FetchHandler, fetchHandlerOf } from "./fetch-handler.ts";

/** What can be mounted: an application of any kind with a `fetch`, or that function. */
export type Mountable = FetchApp | FetchHandler;

/** A mounted application. */
type Mount = {
  readonly prefix: string;
  /** The parts of the prefix, decoded. */
  readonly segments: readonly string[];
  readonly handler: FetchHandler;
};

/** A request that belongs to a mounted application. */
export type MountedRequest = {
  readonly mount: Mount;
  /** Path and query below the prefix, as they came. */
  readonly target: string;
};

/** What a mounted application of ours must know that a request of the Web's does not tell. */
export type MountPoint = { readonly scriptRoot: string; readonly remoteAddr: string | undefined };

/** The mounted applications of one application. */
export class Mounts {
  // Those with the longest prefix first.
  #mounts: readonly Mount[] = [];

  /** Mounts an application. @throws TypeError for a prefix or an application that is none; Error for a prefix that is taken. */
  add(prefix: string, target: Mountable): void {
    const path = checkedPrefix(prefix);
    const handler = fetchHandlerOf(target);
    if (handler === undefined) {
      throw new TypeError(
        `app.mount(${JSON.stringify(prefix)}, …) needs an application with a fetch method, or a function of a Request.`,
      );
    }
    if (this.#mounts.some((mount) => mount.prefix === path)) {
      throw new Error(`Another application is mounted at ${JSON.stringify(path)} already.`);
    }
    const mount = { prefix: path, segments: path.slice(1).split("/"), handler };
    this.#mounts = [...this.#mounts, mount].sort((a, b) => b.segments.length - a.segments.length);
  }

  /** The mounted application that a request belongs to, by the longest prefix; `undefined` if it belongs to none. */
  find(request: Request): MountedRequest | undefined {
    // Most applications have none.
    if (this.#mounts.length === 0) return undefined;
    for (const mount of this.#mounts) {
      const target = targetBelow(request.source.target, mount.segments);
      if (target !== undefined) return { mount, target };
    }
    return undefined;
  }
}

/**
 * The response of the mounted application. It sees the request as if it stood at the root of the site: without the prefix,
 * and with the body, which nobody has read, as it comes.
 *
 * @throws NotImplemented, a 501, for a method that the Web's requests can't have; BadRequest, a 400, for a path that the
 *   application would see otherwise than the functions before the request have; what the application throws.
 */
export function callMounted({ mount, target }: MountedRequest, request: Request): Promise<Response> {
  if (NO_FETCH_METHODS.has(request.method)) {
    throw new NotImplemented(`The application at ${mount.prefix} takes no ${request.method} requests.`);
  }
  refuseAmbiguousPath(request);
  // One of ours takes several slashes at the start for one.
  if (target.startsWith("//")) throw ambiguousPath(request.path);
  const web = new globalThis.Request(`${request.scheme}://${request.host}${target}`, request.raw);
  points.set(web, { scriptRoot: `${request.rootPath}${mount.prefix}`, remoteAddr: request.remoteAddr });
  return callFetch(mount.handler, `The application mounted at ${JSON.stringify(mount.prefix)}`, request, web);
}

/** Where the application is mounted that gets this request; `undefined` if it came from a runtime. */
export function mountPointOf(web: globalThis.Request): MountPoint | undefined {
  return points.get(web);
}

// Two copies of the package, as a package manager may install them, must know each other's requests.
const POINTS: unique symbol = Symbol.for("flagon.mounts.1");
const registry = globalThis as { [POINTS]?: WeakMap<globalThis.Request, MountPoint> };
registry[POINTS] ??= new WeakMap();
const points = registry[POINTS];

const NO_FETCH_METHODS: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

function checkedPrefix(prefix: unknown): string {
  if (
    typeof prefix === "string" &&
    /^\/[^/?#<>]/.test(prefix) &&
    !/[?#<>]|\/\/|\/\.{1,2}(?:\/|$)/.test(prefix)
  ) {
    return prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
  }
  throw new TypeError(
    `app.mount() cannot mount anything at ${JSON.stringify(prefix)}: the path must start with a slash, such as "/admin", ` +
      "and have no variables, no query, no empty segments and no dots. What no route answers is for app.fallback().",
  );
}

const SLASH = 0x2f;

/**
 * The rest of a target below a path, which ends at a slash, at the query or with it; `undefined` if it lies elsewhere. It
 * is compared segment by segment, decoded, so that an encoded slash parts nothing.
 */
function targetBelow(target: string, segments: readonly string[]): string | undefined {
  const mark = target.indexOf("?");
  const end = mark === -1 ? target.length : mark;
  let at = 0;
  // Several slashes at the start are one, as in request.path.
  while (target.charCodeAt(at + 1) === SLASH) at++;
  for (const segment of segments) {
    if (at >= end || target.charCodeAt(at) !== SLASH) return undefined;
    const slash = target.indexOf("/", at + 1);
    const next = slash === -1 || slash > end ? end : slash;
    const text = target.slice(at + 1, next);
    if (text !== segment && unquote(text) !== segment) return undefined;
    at = next;
  }
  const rest = target.slice(at);
  return rest.charCodeAt(0) === SLASH ? rest : `/${rest}`;
}
