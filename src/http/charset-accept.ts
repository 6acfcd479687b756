/** `CharsetAccept`: which charsets a client would have (RFC 9110, section 12.5.2). */
import { Accept } from "./accept.ts";

// The names that the charsets of the Web go by in Python; any other is compared as it is.
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ascii: "us-ascii 646 ansi-x3.4-1968 cp367 ibm367 iso646-us iso-ir-6 us",
    big5: "big5-tw csbig5",
    cp1250: "windows-1250",
    cp1251: "windows-1251",
    cp1252: "windows-1252",
    "euc-jp": "eucjp ujis u-jis",
    "euc-kr": "euckr korean ksc5601 ks-c-5601 ksx1001 ks-x-1001",
    gb18030: "gb18030-2000",
    gb2312: "chinese csiso58gb231280 euc-cn euccn eucgb2312-cn gb2312-1980 gb2312-80 iso-ir-58",
    gbk: "936 cp936 ms936",
    "iso8859-1": "iso-8859-1 latin-1 latin1 latin l1 8859 cp819 csisolatin1 ibm819 iso8859 iso-ir-100",
    "iso8859-2": "iso-8859-2 latin2 l2 csisolatin2 iso-ir-101",
    "iso8859-15": "iso-8859-15 latin9 l9",
    "koi8-r": "cskoi8r",
    "shift-jis": "csshiftjis shiftjis sjis s-jis",
    "utf-16": "u16 utf16",
    "utf-32": "u32 utf32",
    "utf-8": "u8 utf utf8 utf8-ucs2 utf8-ucs4 cp65001",
  }).flatMap(([name, aliases]) => aliases.split(" ").map((alias) => [alias, name] as const)),
);

/** The items of an Accept-Charset header; `utf8` is `utf-8`, `latin1` is `iso-8859-1`. After Werkzeug's class. */
export class CharsetAccept extends Accept {
  protected override matches(value: string, item: string): boolean {
    return item === "*" || normalize(value) === normalize(item);
  }
}

function normalize(charset: string): string {
  const name = charset.toLowerCase().replaceAll("_", "-");
  return ALIASES.get(name) ?? name;
}
