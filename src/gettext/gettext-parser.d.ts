/** What is used of gettext-parser, which comes without types. */
declare module "gettext-parser" {
  type Message = {
    readonly msgctxt?: string;
    readonly msgid: string;
    readonly msgid_plural?: string;
    readonly msgstr: readonly string[];
    readonly comments?: { readonly flag?: string };
  };

  type Catalogue = {
    readonly headers?: Readonly<Record<string, string>>;
    readonly translations: Readonly<Record<string, Readonly<Record<string, Message>>>>;
  };

  /** `.mo` files; `false` for bytes that are none. */
  export const mo: { parse(bytes: Uint8Array, defaultCharset?: string): Catalogue | false };

  /** `.po` files. */
  export const po: { parse(source: Uint8Array | string, options?: { defaultCharset?: string }): Catalogue };
}
