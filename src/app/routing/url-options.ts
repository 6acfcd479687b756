/** How `urlFor` writes URLs. */

/** How a URL is written: Flask's `_anchor`, `_external`, `_scheme` and `_method`. */
export type UrlOptions = {
  /** Added after `#`. */
  readonly anchor?: string | undefined;
  /** Gives the whole URL with scheme and host; otherwise only where it leads to another host. */
  readonly external?: boolean | undefined;
  /** The scheme of an external URL; that of the request unless given. "" leaves it out: `//host/path`. */
  readonly scheme?: string | undefined;
  /** Builds with a rule that takes the method. */
  readonly method?: string | undefined;
};
