/** Host names in ASCII and in the letters of their language (RFC 3492, UTS 46). */

/**
 * A host name in ASCII: labels with other letters become `xn--…`.
 * @throws TypeError if it can't be a host name.
 */
export function asciiHost(host: string): string {
  if (PLAIN_HOST.test(host)) return host;
  const labels = host.split(".");
  if (labels.at(-1) === "") labels.pop();
  if (labels.some((label) => label === "" || label.length > 63)) {
    throw new TypeError(
      `${JSON.stringify(host)} is no host name: a label is empty or over 63 characters long.`,
    );
  }
  if (isASCII(host)) return host;
  // The Web's URL does the mapping of UTS 46; it is the one thing in it that we need.
  const url = URL.parse(`http://${host}/`);
  if (url === null || url.pathname !== "/" || url.port !== "" || url.username !== "") {
    throw new TypeError(`${JSON.stringify(host)} is no host name.`);
  }
  return url.hostname;
}

// Nearly every host; to take it apart takes longer than all else in building a URL.
const PLAIN_HOST = /^[\w-]{1,63}(?:\.[\w-]{1,63})*\.?$/;

/** A host name with its `xn--…` labels decoded; those that are no valid encoding stay. */
export function unicodeHost(host: string): string {
  if (!host.includes("xn--") || !isASCII(host)) return host;
  return host.split(".").map(unicodeLabel).join(".");
}

function unicodeLabel(label: string): string {
  if (!label.startsWith("xn--")) return label;
  const decoded = decodePunycode(label.slice(4));
  // What does not encode to the same again would show a name that leads elsewhere.
  const again = decoded === undefined ? null : URL.parse(`http://${decoded}/`);
  return decoded !== undefined && again?.hostname === label ? decoded : label;
}

function isASCII(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** RFC 3492, section 6.2; `undefined` if the text is no Punycode. */
function decodePunycode(text: string): string | undefined {
  const dash = text.lastIndexOf("-");
  const output = Array.from(text.slice(0, Math.max(dash, 0)), (character) => character.charCodeAt(0));
  let [code, position, bias] = [128, 0, 72];
  let index = dash < 1 ? 0 : dash + 1;
  while (index < text.length) {
    const before = position;
    for (let weight = 1, base = 36; ; base += 36) {
      const digit = punycodeDigit(text.charCodeAt(index++));
      if (digit === undefined) return undefined;
      position += digit * weight;
      const threshold = Math.min(Math.max(base - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
      if (weight > 0x7fffffff) return undefined;
    }
    const length = output.length + 1;
    bias = adaptBias(position - before, length, before === 0);
    code += Math.floor(position / length);
    position %= length;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    output.splice(position++, 0, code);
  }
  return String.fromCodePoint(...output);
}

function punycodeDigit(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x41 && code <= 0x5a ? code - 0x41 : undefined;
}

/** RFC 3492, section 6.1. */
function adaptBias(delta: number, length: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / 700) : delta >> 1;
  rest += Math.floor(rest / length);
  let steps = 0;
  while (rest > 455) {
    rest = Math.floor(rest / 35);
    steps += 36;
  }
  return steps + Math.floor((36 * rest) / (rest + 38));
}
