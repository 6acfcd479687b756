/** What an application and a blueprint have in folders: static files and templates. A part of Flask's `Scaffold`. */
import type { Response } from "../../http/index.ts";
import type { Loader } from "../../templates/index.ts";
import { currentContext } from "../contexts/context.ts";
import { sendFromDirectory } from "../files/send-file.ts";
import { type StaticFiles, type StaticOptions, staticFiles } from "../files/static-files.ts";
import { HASHED_MAX_AGE, isAskedByHash, markImmutable } from "../files/static-hash.ts";
import { RouteScaffold } from "./route-scaffold.ts";

/** Which folders there are. */
export type FolderOptions = StaticOptions & {
  readonly templateFolder?: string | null | undefined;
};

/** The static files and templates of an application or a blueprint. */
export abstract class FolderScaffold<Prefix extends string = ""> extends RouteScaffold<Prefix> {
  /** The folder that its own folders are in. */
  abstract readonly root: string | undefined;
  /** The folder of its templates, absolute or from `root`; `undefined` for none. */
  readonly templateFolder: string | undefined;
  readonly #static: StaticFiles | undefined;

  constructor(options: FolderOptions) {
    super();
    this.templateFolder = options.templateFolder ?? undefined;
    this.#static = staticFiles(options);
  }

  /** The folder of its static files; `undefined` if there is none. */
  get staticFolder(): string | undefined {
    return this.#static === undefined ? undefined : this.folderFromRoot(this.#static.folder);
  }

  /** The URL below which the static files are, from its prefix on; `undefined` if there are none. */
  get staticUrlPath(): string | undefined {
    return this.#static?.urlPath;
  }

  /** Whether there is a folder of static files; it need not exist. */
  get hasStaticFolder(): boolean {
    return this.#static !== undefined;
  }

  /**
   * A response that is a static file: `send_static_file`; the view of the endpoint `static`.
   *
   * @param filename The path below the static folder, which may come from a visitor.
   * @throws NotFound, a 404; Error if there is no static folder; OutsideContextError where there is no request.
   */
  async sendStaticFile(filename: string): Promise<Response> {
    const { staticFolder } = this;
    if (staticFolder === undefined) {
      throw new Error(
        `${this.called}.sendStaticFile(${JSON.stringify(filename)}) has no static folder to send a file from; give ` +
          "{ staticFolder } where it is made.",
      );
    }
    const { app, request } = currentContext("sendStaticFile");
    const folder = app.files?.resolve(app.root, staticFolder) ?? staticFolder;
    if (app.config.hashStaticUrls && isAskedByHash(app, request, folder, filename)) {
      return markImmutable(await sendFromDirectory(folder, filename, { maxAge: HASHED_MAX_AGE }));
    }
    return sendFromDirectory(folder, filename, { maxAge: () => this.getSendFileMaxAge(filename) });
  }

  /**
   * How long clients may keep a file without asking, in seconds; `undefined` if they shall ask each time. It is
   * `config.sendFileMaxAgeDefault`; override it to decide by the path: `get_send_file_max_age`.
   */
  abstract getSendFileMaxAge(path: string | undefined): number | undefined;

  /** Where its templates come from: `jinja_loader`. */
  abstract jinjaLoader: Loader | undefined;

  /** A folder that was given from its root. */
  protected abstract folderFromRoot(folder: string): string;

  /** The rule of its static files; `undefined` if there are none. */
  protected get staticRule(): StaticFiles["rule"] | undefined {
    return this.#static?.rule;
  }

  /** The view of its static files. */
  protected readonly staticView = ({ filename }: { readonly filename: string }): Promise<Response> =>
    this.sendStaticFile(filename);
}
