/** Catalogues that Debian's `msgfmt` has made, beside Python's `gettext`, and in templates. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  CatalogueError,
  find,
  GNUTranslations,
  NullTranslations,
  TranslationNotFound,
  translation,
} from "../../src/gettext/index.ts";
import { Environment, InternationalizationExtension } from "../../src/templates/index.ts";
import { describeWith, flaskPython, msgfmt } from "../requirements.ts";

const HEADER = (language: string, plural: string): string =>
  `msgid ""\nmsgstr ""\n"Language: ${language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: ${plural}\\n"\n\n`;

const GERMAN = `${HEADER("de", "nplurals=2; plural=(n != 1);")}
msgid "Hello, %(name)s!"
msgstr "Hallo, %(name)s!"

msgid "%(num)s apple"
msgid_plural "%(num)s apples"
msgstr[0] "%(num)s Apfel"
msgstr[1] "%(num)s Äpfel"

msgctxt "menu"
msgid "Open"
msgstr "Öffnen"

msgid "Open"
msgstr "Offen"

msgctxt "fruit"
msgid "%(num)s date"
msgid_plural "%(num)s dates"
msgstr[0] "%(num)s Dattel"
msgstr[1] "%(num)s Datteln"

msgid "constructor"
msgstr "Erbauer"

msgctxt "__proto__"
msgid "toString"
msgstr "verseucht"

#, fuzzy
msgid "Guess"
msgstr "Geraten"

msgid "Empty"
msgstr ""
`;

const AUSTRIAN = `${HEADER("de_AT", "nplurals=2; plural=(n != 1);")}
msgid "January"
msgstr "Jänner"
`;

const RUSSIAN = `${HEADER("ru", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);")}
msgid "%(num)s file"
msgid_plural "%(num)s files"
msgstr[0] "%(num)s файл"
msgstr[1] "%(num)s файла"
msgstr[2] "%(num)s файлов"
`;

const localedir = mkdtempSync(join(tmpdir(), "flagon-locale-"));

function write(language: string, source: string): string {
  const folder = join(localedir, language, "LC_MESSAGES");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "messages.po"), source);
  return join(folder, "messages");
}

afterAll(() => execFileSync("rm", ["-r", localedir]));

describe.each([["text", new GNUTranslations(GERMAN)]])("a .po file as %s", (_, german) => {
  test("translates, and leaves out what is fuzzy or empty", () => {
    expect(german.gettext("Hello, %(name)s!")).toBe("Hallo, %(name)s!");
    expect([german.gettext("Guess"), german.gettext("Empty"), german.gettext("unknown")]).toEqual([
      "Guess",
      "Empty",
      "unknown",
    ]);
    expect(german.info().get("language")).toBe("de");
  });

  test("knows contexts and plurals", () => {
    expect([
      german.gettext("Open"),
      german.pgettext("menu", "Open"),
      german.pgettext("door", "Open"),
    ]).toEqual(["Offen", "Öffnen", "Open"]);
    expect([1, 2, 0].map((n) => german.ngettext("%(num)s apple", "%(num)s apples", n))).toEqual([
      "%(num)s Apfel",
      "%(num)s Äpfel",
      "%(num)s Äpfel",
    ]);
    expect([1, 2].map((n) => german.ngettext("pear", "pears", n))).toEqual(["pear", "pears"]);
    expect(german.npgettext("fruit", "%(num)s date", "%(num)s dates", 2n)).toBe("%(num)s Datteln");
    expect(german.npgettext("day", "date", "dates", 2)).toBe("dates");
  });

  test("holds messages with names that objects have", () => {
    expect(german.gettext("constructor")).toBe("Erbauer");
    expect(german.gettext("toString")).toBe("toString");
    expect(german.pgettext("__proto__", "toString")).toBe("verseucht");
    expect(String({})).toBe("[object Object]");
  });

  test("takes whole numbers for its plurals only", () => {
    for (const count of [1.5, Number.NaN, "2" as never]) {
      expect(() => german.ngettext("apple", "apples", count)).toThrow("must be a whole number, not");
    }
  });
});

test("a file that is none is refused", () => {
  expect(() => new GNUTranslations(new TextEncoder().encode(GERMAN))).toThrow(CatalogueError);
  expect(() => new GNUTranslations(new TextEncoder().encode(GERMAN))).toThrow("no .mo file");
  expect(() => new GNUTranslations(new Uint8Array())).toThrow("cut off or damaged");
  const bad = GERMAN.replace("plural=(n != 1)", "plural=(n = 1)");
  expect(() => new GNUTranslations(bad)).toThrow("the formula for plural forms");
});

describeWith(msgfmt, "a .mo file that msgfmt made", (command) => {
  for (const [language, source] of [
    ["de", GERMAN],
    ["de_AT", AUSTRIAN],
    ["ru", RUSSIAN],
  ] as const) {
    const file = write(language, source);
    execFileSync(command, ["-o", `${file}.mo`, `${file}.po`]);
  }
  write("fr", `${HEADER("fr", "nplurals=2; plural=(n > 1);")}msgid "Hello"\nmsgstr "Bonjour"\n`);

  test("is found by its language, the nearer one first", () => {
    const austrian = translation("messages", { localedir, languages: ["de-AT"] });
    expect(austrian.gettext("January")).toBe("Jänner");
    expect(austrian.pgettext("menu", "Open")).toBe("Öffnen");
    expect(find("messages", { localedir, languages: ["de_AT.UTF-8", "fr"] })).toEqual([
      join(localedir, "de_AT/LC_MESSAGES/messages.mo"),
      join(localedir, "de/LC_MESSAGES/messages.mo"),
      join(localedir, "fr/LC_MESSAGES/messages.po"),
    ]);
  });

  test("is not found for what is no language", () => {
    for (const language of ["../de", "de/../ru", "", ".", "de\0", "xx"]) {
      const options = { localedir, languages: [language] };
      expect(() => translation("messages", options)).toThrow(TranslationNotFound);
      expect(translation("messages", { ...options, fallback: true })).toBeInstanceOf(NullTranslations);
    }
  });

  test("that was cut off is refused", () => {
    const bytes = readFileSync(join(localedir, "de/LC_MESSAGES/messages.mo"));
    expect(() => new GNUTranslations(bytes.subarray(0, 40))).toThrow("cut off or damaged");
  });

  test("is read from any stretch of memory", () => {
    const bytes = readFileSync(join(localedir, "de/LC_MESSAGES/messages.mo"));
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(new GNUTranslations(larger.subarray(3)).gettext("Open")).toBe("Offen");
  });

  test("translates a template, escaping what is filled in", () => {
    const environment = new Environment({ extensions: [InternationalizationExtension], autoescape: true });
    const german = translation("messages", { localedir, languages: ["de"] });
    InternationalizationExtension.of(environment).installGettextTranslations(german, { newstyle: true });
    const render = (source: string): string =>
      environment.fromString(source).render({ name: "<Ada>", apples: 3 });
    expect(render("{% trans %}Hello, {{ name }}!{% endtrans %}")).toBe("Hallo, &lt;Ada&gt;!");
    expect(render("{% trans num=apples %}{{ num }} apple{% pluralize %}{{ num }} apples{% endtrans %}")).toBe(
      "3 Äpfel",
    );
    expect(render("{{ pgettext('menu', 'Open') }} {{ _('Open') }}")).toBe("Öffnen Offen");
  });

  test("is that of the moment, if a function gives it", () => {
    const environment = new Environment({ extensions: [InternationalizationExtension] });
    const catalogues = new Map(
      ["de", "ru"].map((one) => [one, translation("messages", { localedir, languages: [one] })]),
    );
    let language = "de";
    InternationalizationExtension.of(environment).installGettextTranslations(
      () => catalogues.get(language) ?? new NullTranslations(),
      { newstyle: true },
    );
    const template = environment.fromString(
      "{{ ngettext('%(num)s file', '%(num)s files', n) }} {{ pgettext('menu', 'Open') }}",
    );
    expect(template.render({ n: 2 })).toBe("2 files Öffnen");
    language = "ru";
    expect([1, 3, 5].map((n) => template.render({ n }))).toEqual([
      "1 файл Open",
      "3 файла Open",
      "5 файлов Open",
    ]);
    language = "none";
    expect(template.render({ n: 1 })).toBe("1 file Open");
  });
});

const SCRIPT = `
import gettext, json, sys
localedir, questions = json.load(sys.stdin)
catalogues = {l: gettext.translation("messages", localedir, [l]) for l in ("de", "de_AT", "ru")}
json.dump([getattr(catalogues[l], name)(*args) for l, name, args in questions], sys.stdout)
`;

type Question = [
  language: string,
  name: "gettext" | "ngettext" | "pgettext" | "npgettext",
  args: readonly (string | number)[],
];

describeWith(flaskPython, "Python's gettext", (python) => {
  test("gives the same of the same files", () => {
    // Older versions find no message here that has a plural.
    const messages = ["Open", "January", "Guess", "Empty", "constructor", "no such"];
    const counted = ["no such", "%(num)s apple", "%(num)s file"];
    const counts = [0, 1, 2, 5, 11, 21, 22];
    const questions: Question[] = ["de", "de_AT", "ru"].flatMap((language) => [
      ...messages.map((message): Question => [language, "gettext", [message]]),
      ...messages.map((message): Question => [language, "pgettext", ["menu", message]]),
      ...counted.flatMap((message) =>
        counts.map((n): Question => [language, "ngettext", [message, `${message}s`, n]]),
      ),
      ...counts.map((n): Question => [language, "npgettext", ["fruit", "%(num)s date", "%(num)s dates", n]]),
    ]);
    const input = JSON.stringify([localedir, questions]);
    const answers = JSON.parse(execFileSync(python, ["-c", SCRIPT], { input, encoding: "utf8" })) as string[];
    const ours = questions.map(([language, name, args]) => {
      const catalogue = translation("messages", { localedir, languages: [language] });
      return Reflect.apply(catalogue[name], catalogue, args) as string;
    });
    expect(ours).toEqual(answers);
  });
});

test("an environment without the extension says so", () => {
  expect(() => InternationalizationExtension.of(new Environment())).toThrow(
    "has no InternationalizationExtension",
  );
});
