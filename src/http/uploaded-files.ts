/** `UploadedFiles`: the files of a form, which says why one is missing that was expected. */
import { BadRequestKeyError } from "./errors.ts";
import type { FileStorage } from "./file-storage.ts";
import { ImmutableMultiDict } from "./multi-dict.ts";

/** What came with a request, to say why a file did not. */
export interface FormAsSent {
  /** The MIME type of the body. */
  readonly mimetype: string;
  /** The fields that came as text. */
  readonly form: ImmutableMultiDict;
}

/** The files of a form in debug mode. A missing one is mostly a form without the right `enctype`. */
export class UploadedFiles extends ImmutableMultiDict<FileStorage> {
  readonly #sent: FormAsSent;

  constructor(files: ImmutableMultiDict<FileStorage>, sent: FormAsSent) {
    super(files);
    this.#sent = sent;
  }

  override require(key: string): FileStorage {
    const file = this.get(key);
    if (file !== undefined) return file;
    const { mimetype, form } = this.#sent;
    if (mimetype === "multipart/form-data") throw new BadRequestKeyError(key, this.#cameAsText(key));
    const names = form.getList(key);
    const sent = names.length === 0 ? "" : ` The browser sent the name alone: ${names.join(", ")}.`;
    throw new BadRequestKeyError(
      key,
      `There is no file ${JSON.stringify(key)}: the request is of type ${JSON.stringify(mimetype)}, and files come ` +
        `with multipart/form-data alone. Write <form method="post" enctype="multipart/form-data">.${sent}`,
    );
  }

  #cameAsText(key: string): string | undefined {
    if (!this.#sent.form.has(key)) return undefined;
    return `There is no file ${JSON.stringify(key)}: it came as text. Read request.form, or write <input type="file">.`;
  }
}
