/** `MimeTypes`: what a file's name says about its content. */
import { mimes } from "mrmime";

/** What a name says: the type of the content, and how it is compressed. */
export interface GuessedType {
  /** The MIME type; `undefined` if the name does not say. */
  readonly type: string | undefined;
  /** The compression, as Content-Encoding names it. */
  readonly encoding: string | undefined;
}

/** Types by extension, to put in the place of the table that comes with Flagon. */
export interface MimeTables {
  /** MIME types by extension, with its dot, in lower case. */
  readonly types?: Readonly<Record<string, string>> | undefined;
}

/**
 * The types of files by the extension of their names: the table of mrmime, the common types that it leaves
 * out, and what an application adds. After Python's class.
 *
 * @example
 * ```ts
 * app.mimeTypes.addType("application/vnd.acme", ".acme");
 * app.mimeTypes.guessType("plan.acme").type;       // "application/vnd.acme"
 * app.mimeTypes.guessType("x.tar.gz").encoding;    // "gzip"
 * ```
 */
export class MimeTypes {
  readonly #types: Map<string, string>;
  readonly #isWhole: boolean;

  /** @param tables - Types that are used in place of the table that comes with Flagon. */
  constructor(tables: MimeTables = {}) {
    this.#isWhole = tables.types !== undefined;
    this.#types = new Map(Object.entries(tables.types ?? COMMON));
  }

  /**
   * Registers a type. Python's `mimetypes.add_type`.
   *
   * @param type - The MIME type.
   * @param extension - The extension with its dot, in any case.
   * @throws TypeError for an extension without a dot, or a type without a slash.
   */
  addType(type: string, extension: string): void {
    if (!extension.startsWith(".")) {
      throw new TypeError(`${JSON.stringify(extension)} is no extension; begin it with a dot.`);
    }
    if (!type.includes("/")) {
      throw new TypeError(`${JSON.stringify(type)} is no MIME type; give one such as "text/plain".`);
    }
    this.#types.set(extension.toLowerCase(), type);
  }

  /** What the name of a file says about its content. Python's `mimetypes.guess_type`. */
  guessType(filename: string): GuessedType {
    const [stem, extension] = splitExtension(expandSuffix(filename));
    const encoding = ENCODINGS.get(extension);
    if (encoding === undefined) return { type: this.#typeOf(extension), encoding };
    return { type: this.#typeOf(splitExtension(stem)[1]), encoding };
  }

  #typeOf(extension: string): string | undefined {
    if (extension === "") return undefined;
    const lower = extension.toLowerCase();
    const type = this.#types.get(lower);
    if (type !== undefined || this.#isWhole) return type;
    // A plain object, which a file named `x.constructor` must not reach through.
    return Object.hasOwn(mimes, lower.slice(1)) ? mimes[lower.slice(1)] : undefined;
  }
}

function expandSuffix(filename: string): string {
  const [stem, extension] = splitExtension(filename);
  const whole = SUFFIXES.get(extension.toLowerCase());
  return whole === undefined ? filename : stem + whole;
}

/** The name and its last extension, dot included; dots at the beginning begin none, as in `.profile`. */
function splitExtension(filename: string): [stem: string, extension: string] {
  const slash = filename.lastIndexOf("/");
  const dot = filename.lastIndexOf(".");
  let first = slash + 1;
  while (filename.charAt(first) === ".") first++;
  return dot < first ? [filename, ""] : [filename.slice(0, dot), filename.slice(dot)];
}

// The case counts: .Z is compress.
const ENCODINGS: ReadonlyMap<string, string> = new Map([
  [".gz", "gzip"],
  [".Z", "compress"],
  [".bz2", "bzip2"],
  [".xz", "xz"],
  [".br", "br"],
]);

const SUFFIXES: ReadonlyMap<string, string> = new Map([
  [".svgz", ".svg.gz"],
  [".tgz", ".tar.gz"],
  [".taz", ".tar.gz"],
  [".tz", ".tar.gz"],
  [".tbz2", ".tar.bz2"],
  [".txz", ".tar.xz"],
]);

// mrmime knows what IANA has registered, apart from vendors' types and those that begin with x-.
const COMMON: Readonly<Record<string, string>> = {
  ".7z": "application/x-7z-compressed",
  ".aif": "audio/x-aiff",
  ".aiff": "audio/x-aiff",
  ".apk": "application/vnd.android.package-archive",
  ".avi": "video/x-msvideo",
  ".bat": "text/plain",
  ".c": "text/plain",
  ".csh": "application/x-csh",
  ".deb": "application/vnd.debian.binary-package",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".dvi": "application/x-dvi",
  ".flv": "video/x-flv",
  ".h": "text/plain",
  ".ico": "image/vnd.microsoft.icon",
  ".latex": "application/x-latex",
  ".m3u": "application/vnd.apple.mpegurl",
  ".m3u8": "application/vnd.apple.mpegurl",
  ".mkv": "video/x-matroska",
  ".odp": "application/vnd.oasis.opendocument.presentation",
  ".ods": "application/vnd.oasis.opendocument.spreadsheet",
  ".odt": "application/vnd.oasis.opendocument.text",
  ".opus": "audio/opus",
  ".p12": "application/x-pkcs12",
  ".pbm": "image/x-portable-bitmap",
  ".pl": "text/plain",
  ".ppm": "image/x-portable-pixmap",
  ".pps": "application/vnd.ms-powerpoint",
  ".ppt": "application/vnd.ms-powerpoint",
  ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ".py": "text/x-python",
  ".rar": "application/vnd.rar",
  ".sh": "application/x-sh",
  ".sqlite": "application/vnd.sqlite3",
  ".srt": "text/plain",
  ".swf": "application/x-shockwave-flash",
  ".tar": "application/x-tar",
  ".tcl": "application/x-tcl",
  ".tex": "application/x-tex",
  ".texi": "application/x-texinfo",
  ".texinfo": "application/x-texinfo",
  ".vcf": "text/vcard",
  ".xls": "application/vnd.ms-excel",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".xpm": "image/x-xpixmap",
};
