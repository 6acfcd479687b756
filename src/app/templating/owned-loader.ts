/** A loader of templates, as an application knows it. */
import type { Loader } from "../../templates/index.ts";

/** A loader, and whose it is. */
export type OwnedLoader = {
  /** `the application`, or a blueprint with its name. */
  readonly owner: string;
  readonly loader: Loader;
};
