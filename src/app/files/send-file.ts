/** `sendFile` and `sendFromDirectory` in a view: with the folder, the types and the settings of the application. */
import {
  type Response,
  type SendableFile,
  type SendFileOptions,
  type SendFileSettings,
  sendFile as sendFileFor,
  sendFromDirectory as sendFromDirectoryFor,
} from "../../http/index.ts";
import { checkOptionNames } from "../../python/index.ts";
import type { Application } from "../application.ts";
import { currentContext } from "../contexts/context.ts";

/**
 * A response that is a file: `flask.send_file`.
 *
 * @param file A path, absolute or from `app.root`, which must be trusted; bytes, a Blob, or a stream of bytes.
 * @param options How it is sent: its type and download name, whether it is saved, how long it may be kept.
 * @throws FileNotFoundError if there is no regular file; TypeError if there is neither a name nor a type, and for an
 *   option that does not exist; RequestedRangeNotSatisfiable, a 416, for a part that does not exist.
 * @example
 * ```ts
 * app.get("/report", () => sendFile("reports/2026.pdf", { asAttachment: true, downloadName: "Report.pdf" }));
 * ```
 */
export function sendFile(file: SendableFile, options: SendFileOptions = {}): Promise<Response> {
  const { app, request } = currentContext("sendFile");
  return sendFileFor(file, request, settingsOf(app, options, "sendFile()"));
}

/**
 * A response that is a file below a folder: `flask.send_from_directory`. What leads out of the folder, by its
 * text or by a symbolic link, is answered with 404, as is what is no regular file.
 *
 * @param directory The folder, absolute or from `app.root`, which must be trusted.
 * @param path The path below it, which may come from a visitor.
 * @param options How it is sent.
 * @throws NotFound, a 404; RequestedRangeNotSatisfiable, a 416; TypeError for a path that is no text.
 * @example
 * ```ts
 * app.get("/uploads/<path:name>", ({ name }) => sendFromDirectory("uploads", name));
 * ```
 */
export function sendFromDirectory(
  directory: string,
  path: string,
  options: SendFileOptions = {},
): Promise<Response> {
  const { app, request } = currentContext("sendFromDirectory");
  if (typeof path !== "string") {
    throw new TypeError(
      `sendFromDirectory(folder, path) needs the path as text, not ${JSON.stringify(path) ?? typeof path}.`,
    );
  }
  return sendFromDirectoryFor(directory, path, request, settingsOf(app, options, "sendFromDirectory()"));
}

const OPTIONS: Readonly<Record<keyof SendFileOptions, true>> = {
  mimetype: true,
  asAttachment: true,
  downloadName: true,
  conditional: true,
  etag: true,
  lastModified: true,
  maxAge: true,
};

function settingsOf(app: Application, options: SendFileOptions, owner: string): SendFileSettings {
  checkOptionNames(options, OPTIONS, owner);
  const { files, mimeTypes, root } = app;
  return {
    ...options,
    // As in Flask, `null` stands for "not given" as well.
    maxAge: options.maxAge ?? ((path) => app.getSendFileMaxAge(path)),
    root: files?.resolve(root) ?? root,
    files,
    mimeTypes,
    useXSendfile: app.config.useXSendfile,
  };
}
