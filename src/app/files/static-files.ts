/** The static files of an application or a blueprint: the folder they lie in, and the URL they are under. */

/** Where static files are: Flask's `static_folder` and `static_url_path`. */
export type StaticOptions = {
  /** The folder; none unless given. */
  readonly staticFolder?: string | null | undefined;
  /** The URL below which they are; a slash and the name of the folder unless given, `""` for none. */
  readonly staticUrlPath?: string | undefined;
};

/** A folder of static files, and the rule of its route. */
export type StaticFiles = {
  /** The folder as it was given, without a slash at the end. */
  readonly folder: string;
  /** The URL below which they are, without a slash at the end. */
  readonly urlPath: string;
  /** The rule that leads to them. */
  readonly rule: `${string}/<path:filename>`;
};

/** Where the static files are; `undefined` if there are none. @throws TypeError for a URL that does not begin with a slash. */
export function staticFiles({ staticFolder, staticUrlPath }: StaticOptions): StaticFiles | undefined {
  if (staticFolder === null || staticFolder === undefined) return undefined;
  const folder = withoutEnd(staticFolder, "/\\");
  if (staticUrlPath !== undefined && staticUrlPath !== "" && !staticUrlPath.startsWith("/")) {
    throw new TypeError(
      `The staticUrlPath ${JSON.stringify(staticUrlPath)} must begin with a slash, or be "" for no path of its own.`,
    );
  }
  const urlPath = withoutEnd(staticUrlPath ?? `/${folder.slice(folder.lastIndexOf("/") + 1)}`, "/");
  return { folder, urlPath, rule: `${urlPath}/<path:filename>` };
}

/** Checks on which host the static files of an application are. @throws TypeError for a host without host matching, or none with it. */
export function checkStaticHost(options: {
  readonly staticFolder?: string | null | undefined;
  readonly staticHost?: string | undefined;
  readonly hostMatching?: boolean | undefined;
}): void {
  if (options.staticFolder === null) return;
  if ((options.hostMatching ?? false) === (options.staticHost !== undefined)) return;
  throw new TypeError(
    "With hostMatching the static files need a staticHost, and without it they have none; give both, neither, or " +
      "{ staticFolder: null }.",
  );
}

function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
