/** Environments: options, loading, caching, overlays, extensions. */
import { describe, expect, test } from "vitest";
import { Environment } from "../../src/templates/environment.ts";
import { Extension } from "../../src/templates/extensions/extension.ts";
import { DoExtension } from "../../src/templates/extensions/small-extensions.ts";
import { DictLoader } from "../../src/templates/loaders/dict-loader.ts";
import { NativeEnvironment } from "../../src/templates/native-environment.ts";
import { selectAutoescape } from "../../src/templates/select-autoescape.ts";
import type { Statement } from "../../src/templates/syntax/nodes.ts";
import type { Parser } from "../../src/templates/syntax/parser.ts";
import type { Token } from "../../src/templates/syntax/token.ts";
import { passContext } from "../../src/templates/values/call.ts";
import { StrictUndefined, Undefined } from "../../src/templates/values/undefined.ts";

describe("options", () => {
  /** As a program that no compiler has checked. */
  const unchecked = (options: object): never => options as never;

  test.each([
    [{ trim_blocks: true }, 'new Environment() has no option "trim_blocks"; did you mean trimBlocks?'],
    [{ autoEscape: true }, "did you mean autoescape?"],
    [{ typo: 1 }, "there are blockStartString, "],
  ])("that do not exist are refused: %j", (options, message) => {
    expect(() => new Environment(unchecked(options))).toThrow(message);
    expect(() => new Environment().overlay(unchecked(options))).toThrow(TypeError);
  });

  test.each([
    [{ blockStartString: "" }, "blockStartString is empty"],
    [{ lineStatementPrefix: "" }, "lineStatementPrefix is empty"],
    [{ blockStartString: "{{" }, "must differ"],
    [{ newlineSequence: "\n\n" }, "newlineSequence must be"],
  ])("that no template could be read with are refused: %j", (options, message) => {
    expect(() => new Environment(unchecked(options))).toThrow(message);
  });
});

describe("loading", () => {
  test("gives the same template again", () => {
    const environment = new Environment({ loader: new DictLoader({ a: "A" }) });
    expect(environment.getTemplate("a")).toBe(environment.getTemplate("a"));
  });

  test("loads it anew when its source has changed", () => {
    const sources: Record<string, string> = { a: "old" };
    const environment = new Environment({ loader: new DictLoader(sources) });
    environment.getTemplate("a");
    sources.a = "new";
    expect(environment.getTemplate("a").render()).toBe("new");
  });

  test("unless it shall not", () => {
    const sources: Record<string, string> = { a: "old" };
    const environment = new Environment({ loader: new DictLoader(sources), autoReload: false });
    environment.getTemplate("a");
    sources.a = "new";
    expect(environment.getTemplate("a").render()).toBe("old");
  });

  test("forgets what was not asked for longest", () => {
    const environment = new Environment({ loader: new DictLoader({ a: "", b: "", c: "" }), cacheSize: 2 });
    const [a, b] = [environment.getTemplate("a"), environment.getTemplate("b")];
    environment.getTemplate("a");
    environment.getTemplate("c");
    expect(environment.getTemplate("a")).toBe(a);
    expect(environment.getTemplate("b")).not.toBe(b);
  });

  test("selects the first of several that is there", () => {
    const environment = new Environment({ loader: new DictLoader({ b: "B" }) });
    expect(environment.selectTemplate(["a", "b"]).render()).toBe("B");
    expect(() => environment.selectTemplate(["x", "y"])).toThrow(
      "none of the templates given were found: x, y",
    );
  });

  test("needs a loader", () => {
    expect(() => new Environment().getTemplate("a")).toThrow("no loader");
  });

  test("lists the names, filtered by extension", () => {
    const environment = new Environment({ loader: new DictLoader({ "a.html": "", "b.txt": "" }) });
    expect(environment.listTemplates(["html"])).toEqual(["a.html"]);
    expect(environment.listTemplates((name) => name.startsWith("b"))).toEqual(["b.txt"]);
  });

  test("a template may name others from where it is", () => {
    class Relative extends Environment {
      override joinPath(name: string, parent: string): string {
        return name.startsWith("./") ? parent.replace(/[^/]*$/, name.slice(2)) : name;
      }
    }
    const loader = new DictLoader({ "x/a": "{% include './b' %}", "x/b": "B" });
    expect(new Relative({ loader }).getTemplate("x/a").render()).toBe("B");
  });
});

describe("options", () => {
  test("delimiters", () => {
    const environment = new Environment({
      variableStartString: "[[",
      variableEndString: "]]",
      blockStartString: "<%",
      blockEndString: "%>",
    });
    expect(environment.fromString("<% if x %>[[x]]<% endif %>").render({ x: 1 })).toBe("1");
  });

  test("finalize sees every value that is printed, and no text", () => {
    const environment = new Environment({ finalize: (value: unknown) => value ?? "-" });
    expect(environment.fromString("a{{ none }}{{ 1 }}").render()).toBe("a-1");
  });

  test("autoescape by name", () => {
    const environment = new Environment({
      autoescape: selectAutoescape(),
      loader: new DictLoader({ "a.html": "{{ x }}", "A.HTML": "{{ x }}", "a.txt": "{{ x }}" }),
    });
    const render = (name: string): string => environment.getTemplate(name).render({ x: "<" });
    expect(["a.html", "A.HTML", "a.txt"].map(render)).toEqual(["&lt;", "&lt;", "<"]);
    expect(environment.fromString("{{ x }}").render({ x: "<" })).toBe("&lt;");
  });

  test("a class for what is missing", () => {
    expect(() => new Environment({ undefined: StrictUndefined }).fromString("{{ x }}").render()).toThrow(
      "'x' is undefined",
    );
  });

  test("both back ends are the same to whoever renders", () => {
    expect(new Environment({ backEnd: "code" }).fromString("{{ 1 + 1 }}").render()).toBe("2");
  });
});

describe("names of all templates", () => {
  test("globals are seen in imported macros too", () => {
    const environment = new Environment({
      loader: new DictLoader({ lib: "{% macro m() %}{{ site }}{% endmacro %}" }),
    });
    environment.globals.set("site", "S");
    expect(environment.fromString("{% from 'lib' import m %}{{ m() }}").render()).toBe("S");
  });

  test("the context comes before them", () => {
    const environment = new Environment();
    environment.globals.set("x", "global");
    expect(environment.fromString("{{ x }}").render({ x: "own" })).toBe("own");
  });

  test("those of one template are between", () => {
    const template = new Environment().fromString("{{ x }}{{ y }}", { globals: { x: 1, y: 1 } });
    expect(template.render({ y: 2 })).toBe("12");
  });

  test("a Map is a context as well", () => {
    expect(new Environment().fromString("{{ x }}").render(new Map([["x", 1]]))).toBe("1");
  });

  test("what every object of JavaScript has is no name", () => {
    expect(new Environment().fromString("{{ constructor }}{{ toString }}{{ __proto__ }}").render({})).toBe(
      "",
    );
  });

  test("a function may ask for the context", () => {
    const both = passContext(
      (context: { resolve(name: string): unknown }, n: number) => `${context.resolve("x")}${n}`,
    );
    expect(new Environment().fromString("{{ both(2) }}").render({ both, x: 1 })).toBe("12");
  });
});

describe("overlays", () => {
  test("share filters, and differ in an option", () => {
    const environment = new Environment();
    const overlay = environment.overlay({ autoescape: true });
    environment.filters.set("twice", (text: string) => text + text);
    expect(overlay.fromString("{{ '<'|twice }}").render()).toBe("&lt;&lt;");
    expect(environment.fromString("{{ '<'|twice }}").render()).toBe("<<");
  });
});

describe("compileExpression", () => {
  test("is a function of the names it uses", () => {
    const evaluate = new Environment().compileExpression("a + b");
    expect(evaluate({ a: 1, b: 2 })).toBe(3);
  });

  test("gives null for what is missing, or the object that stands for it", () => {
    const environment = new Environment();
    expect(environment.compileExpression("a")()).toBeNull();
    expect(environment.compileExpression("a", { undefinedToNone: false })()).toBeInstanceOf(Undefined);
  });

  test("takes nothing but an expression", () => {
    expect(() => new Environment().compileExpression("a b")).toThrow("chunk after expression");
  });
});

describe("extensions", () => {
  class Upper extends Extension {
    override readonly identifier: string = "upper";
    override readonly tags: readonly string[] = ["shout"];

    override parse(parser: Parser, { lineno }: Token): Statement {
      const text = parser.parseExpression();
      return { kind: "Output", lineno, nodes: [this.callMethod("shout", lineno, [text])] };
    }

    shout(text: string): string {
      return `${text.toUpperCase()}!`;
    }
  }

  test("add tags that call their methods", () => {
    expect(new Environment({ extensions: [Upper] }).fromString("{% shout x %}").render({ x: "a" })).toBe(
      "A!",
    );
  });

  test("may change the source and the tokens", () => {
    class Comments extends Upper {
      override preprocess(source: string): string {
        return source.replaceAll("--", "{# #}");
      }
    }
    expect(
      new Environment({ extensions: [Comments, DoExtension] }).fromString("a--b{% do x %}").render(),
    ).toBe("ab");
  });
});

describe("NativeEnvironment", () => {
  const render = (source: string, context: Record<string, unknown> = {}): unknown =>
    new NativeEnvironment().fromString(source).render(context);

  test("a single expression gives its value", () => {
    expect(render("{{ [1, x] }}", { x: 2 })).toEqual([1, 2]);
  });

  test("text is read as Python would read it", () => {
    expect(render("[{{ 1 }}, {{ 2 }}]")).toEqual([1, 2]);
  });

  test("nothing is None, but not where a block renders nothing", () => {
    expect(render("")).toBeNull();
    expect(render("{% block b %}{% endblock %}y")).toBe("y");
  });
});
