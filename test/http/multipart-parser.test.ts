import fc from "fast-check";
import { MultipartError, type MultipartLimits, MultipartParser, RequestEntityTooLarge } from "flagon/http";
import { describe, expect, test } from "vitest";

type Part = {
  name: string | undefined;
  filename: string | undefined;
  headers: [string, string][];
  content: string;
};

const UNLIMITED: MultipartLimits = { maxHeld: Number.POSITIVE_INFINITY, maxParts: Number.POSITIVE_INFINITY };

/** The parts of a body that is pushed in the pieces given, one character a byte. */
const parse = (boundary: string, pieces: readonly string[], limits: MultipartLimits = UNLIMITED): Part[] => {
  const parts: Part[] = [];
  const parser = new MultipartParser(
    boundary,
    {
      beginPart: ({ name, filename, headers }) =>
        void parts.push({ name, filename, headers: [...headers], content: "" }),
      takeContent: (bytes) => {
        const part = parts.at(-1);
        if (part !== undefined) part.content += Buffer.from(bytes).toString("latin1");
      },
      endPart: () => {},
    },
    limits,
  );
  for (const piece of pieces) parser.push(Buffer.from(piece, "latin1"));
  parser.finish();
  return parts;
};

const contents = (boundary: string, body: string): string[] =>
  parse(boundary, [body]).map(({ content }) => content);

/** A part of a form in the lines of a body. */
const part = (disposition: string, content: string, boundary = "b"): string =>
  `--${boundary}\r\nContent-Disposition: ${disposition}\r\n\r\n${content}\r\n`;

describe("a multipart body", () => {
  test("is taken apart into fields and files", () => {
    const body = `${part('form-data; name="title"', "Tea")}${part('form-data; name="f"; filename="a.txt"', "x\r\ny")}--b--\r\n`;
    expect(parse("b", [body])).toEqual([
      {
        name: "title",
        filename: undefined,
        headers: [["Content-Disposition", 'form-data; name="title"']],
        content: "Tea",
      },
      {
        name: "f",
        filename: "a.txt",
        headers: [["Content-Disposition", 'form-data; name="f"; filename="a.txt"']],
        content: "x\r\ny",
      },
    ]);
  });

  test("may have text before its first boundary and after its last", () => {
    expect(contents("b", `hello --b- ${part("form-data; name=a", "1")}--b--\r\n--b\r\nbye`)).toEqual(["1"]);
  });

  test.each(["\r\n", "\n", "\r"])("may end its lines in %j", (lineBreak) => {
    const body = `${part("form-data; name=a", "1")}${part("form-data; name=b", "")}--b--`;
    expect(contents("b", body.replaceAll("\r\n", lineBreak))).toEqual(["1", ""]);
  });

  test("may have blanks after a boundary, and dashes that are none in its content", () => {
    const content = "\r\n--b-\r\n--bb\r\n-b\r\n--b x\r\n--";
    const body = `--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\n${content}\r\n--b-- \t`;
    expect(contents("b", body)).toEqual([content]);
  });

  test("may have empty parts, with or without a blank line", () => {
    const head = "Content-Disposition: form-data; name=a";
    expect(contents("b", `--b\r\n${head}\r\n\r\n--b\r\n${head}\r\n\r\n\r\n--b--`)).toEqual(["", ""]);
  });

  test("keeps the headers of a part, folded lines joined, names of any kind", () => {
    const head =
      "Content-Disposition: form-data;\r\n\tname=a\r\nX-\xc3\xa9: \xc3\xa9 \r\nalone\r\nContent-Type:text/plain";
    expect(parse("b", [`--b\r\n${head}\r\n\r\n1\r\n--b--`])[0]?.headers).toEqual([
      ["Content-Disposition", "form-data; name=a"],
      ["X-é", "é"],
      ["alone", ""],
      ["Content-Type", "text/plain"],
    ]);
  });

  test("may name files in every way that browsers and mail programs do", () => {
    const names = [
      ['filename="a b.txt"', "a b.txt"],
      ['filename="q\\"x.txt"', 'q"x.txt'],
      ['filename="q%22x.txt"', 'q"x.txt'],
      ["filename=\"old.txt\"; filename*=UTF-8''%e2%82%ac.txt", "€.txt"],
      ['filename="C:\\path\\x.txt"', "C:\\path\\x.txt"],
      ['filename=""', ""],
    ] as const;
    for (const [written, name] of names) {
      const body = `${part(`form-data; name=f; ${written}`, "1")}--b--`;
      expect(parse("b", [body])[0]?.filename).toBe(name);
    }
  });

  test("may have parts without a name", () => {
    expect(parse("b", [`${part("form-data", "1")}--b--`])[0]?.name).toBeUndefined();
  });
});

describe("a body that is no form", () => {
  test.each([
    ["is empty", ""],
    ["never begins", "no boundary at all"],
    ["never ends", part("form-data; name=a", "1")],
    ["stops within the headers", "--b\r\nContent-Disp"],
    ["has a part without Content-Disposition", "--b\r\nX: y\r\n\r\n1\r\n--b--"],
    ["has headers that are no UTF-8", part('form-data; name="\xff"', "1")],
  ])("is refused if it %s", (_, body) => {
    expect(() => parse("b", [body])).toThrow(MultipartError);
  });

  test("is refused without a boundary, or with one that is none", () => {
    for (const boundary of ["", "é", "x".repeat(257)])
      expect(() => parse(boundary, [])).toThrow(MultipartError);
  });
});

describe("the limits of a parser", () => {
  test("are the number of parts", () => {
    const body = `${part("form-data; name=a", "1").repeat(3)}--b--`;
    expect(parse("b", [body], { ...UNLIMITED, maxParts: 3 })).toHaveLength(3);
    expect(() => parse("b", [body], { ...UNLIMITED, maxParts: 2 })).toThrow(RequestEntityTooLarge);
  });

  test("are what is held back: preambles, headers, blanks after a boundary", () => {
    const pieces = (text: string): string[] => text.match(/.{1,100}/gs) ?? [];
    const limits = { ...UNLIMITED, maxHeld: 1000 };
    for (const body of [
      "x".repeat(2000),
      `--b\r\nX: ${"y".repeat(2000)}`,
      `${part("form-data; name=a", "")}--b${" ".repeat(2000)}`,
    ]) {
      expect(() => parse("b", pieces(body), limits)).toThrow(RequestEntityTooLarge);
    }
    const large = `${part("form-data; name=a", "x".repeat(5000))}--b--`;
    expect(parse("b", pieces(large), limits)[0]?.content).toHaveLength(5000);
  });

  test("are the number of headers", () => {
    const head = `Content-Disposition: form-data; name=a\r\n${"X: y\r\n".repeat(1000)}`;
    expect(() => parse("b", [`--b\r\n${head}\r\n1\r\n--b--`])).toThrow(RequestEntityTooLarge);
    const many = `--b\r\nContent-Disposition: form-data; name=a\r\n${"X: y\r\n".repeat(900)}\r\n1\r\n`.repeat(
      3,
    );
    expect(() => parse("b", [`${many}--b--`], { ...UNLIMITED, maxParts: 100 })).toThrow(/too many headers/);
  });
});

describe("the pieces that a body comes in", () => {
  // Of these, bodies are made that are nearly forms.
  const token = fc.constantFrom(
    "--b",
    "--",
    "-",
    "b",
    "\r\n",
    "\n",
    "\r",
    " ",
    "Content-Disposition: form-data; name=a",
    "; filename=x",
    "text",
    "\r\n--b\r\nContent-Disposition: form-data; name=c\r\n\r\n",
  );
  const body = fc.array(token, { maxLength: 40 }).map((tokens) => `--b\r\n${tokens.join("")}\r\n--b--`);

  /** What the pieces give, as text, errors too. */
  const outcome = (pieces: readonly string[]): string => {
    try {
      return JSON.stringify(parse("b", pieces));
    } catch (error) {
      if (!(error instanceof MultipartError)) throw error;
      return error.message;
    }
  };

  test("make no difference", () => {
    fc.assert(
      fc.property(body, fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 8 }), (text, sizes) => {
        const pieces: string[] = [];
        for (let start = 0, turn = 0; start < text.length; turn++) {
          const size = (sizes[turn % sizes.length] ?? 0) + (turn % sizes.length === 0 ? 1 : 0);
          pieces.push(text.slice(start, start + size));
          start += size;
        }
        expect(outcome(pieces)).toBe(outcome([text]));
      }),
      { numRuns: 2000 },
    );
  });

  test("give back what was written, whatever it is", () => {
    const field = fc.string({ unit: fc.constantFrom("a", "-", "b", "\r", "\n", " ", "\xff") });
    fc.assert(
      fc.property(fc.array(field, { maxLength: 5 }), fc.integer({ min: 1, max: 20 }), (values, size) => {
        const text = `${values.map((value) => part("form-data; name=a", value, "frontier-b")).join("")}--frontier-b--`;
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
          text.slice(i * size, (i + 1) * size),
        );
        expect(parse("frontier-b", pieces).map(({ content }) => content)).toEqual(values);
      }),
      { numRuns: 500 },
    );
  });
});
