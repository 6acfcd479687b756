/** The loaders of the folders of templates: of the application, and of each blueprint. */
import { DictionaryFiles, type FileSource } from "../../http/index.ts";
import { FileSystemLoader, type Loader } from "../../templates/index.ts";
import type { OwnedLoader } from "./owned-loader.ts";

/** What a blueprint says of its templates. */
type TemplateOwner = {
  readonly name: string;
  readonly root: string | undefined;
  readonly templateFolder: string | undefined;
  /** In place of its folder. */
  readonly jinjaLoader: Loader | undefined;
};

/** Makes the loaders of one application, each once. */
export class FolderLoaders {
  readonly #root: string;
  readonly #files: FileSource | undefined;
  readonly #ownFiles: FileSource | undefined;
  readonly #ofBlueprints = new Map<TemplateOwner, Loader | undefined>();

  /**
   * @param root The folder of the application.
   * @param files Where its files are; `undefined` on a runtime without a disk.
   * @param ownFiles What it was given in place of the disk.
   */
  constructor(root: string, files: FileSource | undefined, ownFiles: FileSource | undefined) {
    this.#root = root;
    this.#files = files;
    this.#ownFiles = ownFiles;
  }

  /** The loader of a folder of templates; `undefined` where there is none, or none that can be read. */
  of(folder: string | undefined, root = ""): Loader | undefined {
    if (folder === undefined || this.#files === undefined) return undefined;
    return folderLoader(this.#files.resolve(this.#root, root, folder), this.#ownFiles);
  }

  /** The loaders of blueprints, in their order. */
  *ofBlueprints(blueprints: Iterable<TemplateOwner>): Generator<OwnedLoader> {
    for (const blueprint of blueprints) {
      const loader = this.#ofBlueprint(blueprint);
      if (loader !== undefined) yield { owner: `the blueprint ${JSON.stringify(blueprint.name)}`, loader };
    }
  }

  #ofBlueprint(blueprint: TemplateOwner): Loader | undefined {
    if (blueprint.jinjaLoader !== undefined) return blueprint.jinjaLoader;
    if (!this.#ofBlueprints.has(blueprint)) {
      this.#ofBlueprints.set(blueprint, this.of(blueprint.templateFolder, blueprint.root));
    }
    return this.#ofBlueprints.get(blueprint);
  }
}

/**
 * The loader of a folder of templates; `undefined` where it can't be read.
 *
 * @param files Where the folder is, unless on the disk. Only what is in memory can be read at once, as templates are.
 */
function folderLoader(folder: string, files: FileSource | undefined): Loader | undefined {
  if (files instanceof DictionaryFiles) return new FileSystemLoader(folder, { files });
  if (files !== undefined) return undefined;
  try {
    return new FileSystemLoader(folder);
  } catch {
    // A runtime without a disk: templates come from a jinjaLoader.
    return undefined;
  }
}
