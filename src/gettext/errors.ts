/** The errors of catalogues. */

/** No file holds the translations that were asked for. Python's `FileNotFoundError`. */
export class TranslationNotFound extends Error {
  override readonly name: string = "TranslationNotFound";
}

/** The file is no catalogue, or says something that can't be. */
export class CatalogueError extends Error {
  override readonly name: string = "CatalogueError";
}
