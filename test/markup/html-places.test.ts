import { HoleError, Markup } from "flagon/markup";
import { describe, expect, test } from "vitest";
import { fill } from "./literals.ts";

describe("places where html takes a value", () => {
  test.each([
    ["<p>§</p>", "<p>v</p>"],
    ["§", "v"],
    ["1 < 2 § <3 </3> §", "1 < 2 v <3 </3> v"],
    ['<p title="§">', '<p title="v">'],
    ["<p title='§'>", "<p title='v'>"],
    ['<p title = "a § b § c" lang="en">', '<p title = "a v b v c" lang="en">'],
    ['<input value="§"/>', '<input value="v"/>'],
    ['<p title="a > b" class="§">', '<p title="a > b" class="v">'],
    ["<title>§</title>§", "<title>v</title>v"],
    ["<TextArea rows=3>§</TEXTAREA >§", "<TextArea rows=3>v</TEXTAREA >v"],
    ["<textarea>1 < 2 & §</textarea>", "<textarea>1 < 2 & v</textarea>"],
    ["<!-- > <p --><b>§</b>", "<!-- > <p --><b>v</b>"],
    ["<!--><b>§</b>", "<!--><b>v</b>"],
    ["<!---><b>§</b>", "<!---><b>v</b>"],
    ["<!-- --!><b>§</b>", "<!-- --!><b>v</b>"],
    ["<!doctype html><p>§</p>", "<!doctype html><p>v</p>"],
    ["<?xml?>§", "<?xml?>v"],
    ["<script>if (a < b) '</scripty>'</script>§", "<script>if (a < b) '</scripty>'</script>v"],
    ['<script src="/a.js?§"></script>', '<script src="/a.js?v"></script>'],
    ["<noscript><p title='a'>b</p></noscript>§", "<noscript><p title='a'>b</p></noscript>v"],
    ["<style>a > b { }</style >§", "<style>a > b { }</style >v"],
    ['<meta name="description" content="§">', '<meta name="description" content="v">'],
    ["<p =x a=>§</p>", "<p =x a=>v</p>"],
  ])("%s", (literal, result) => {
    expect(fill(literal, "v", "v").toString()).toBe(result);
  });

  test("a quote in Markup can't end an attribute's value", () => {
    const markup = new Markup(`<b title="x" id='y'>&quot;`);
    expect(fill('<p title="§">', markup).toString()).toBe(
      '<p title="<b title=&#34;x&#34; id=&#39;y&#39;>&quot;">',
    );
    expect(fill('<p title="§">', [markup, { __html__: () => '"' }]).toString()).not.toMatch(/title="x"/);
  });

  test("Markup can't end an element that holds text only", () => {
    expect(fill("<title>§</title>", new Markup("</title><b>&lt;")).toString()).toBe(
      "<title>&lt;/title>&lt;b>&lt;</title>",
    );
  });
});

describe("places where html refuses a value", () => {
  test.each([
    ["<§>", /tag's name/],
    ["</§>", /tag's name/],
    ["<p§>", /tag's name/],
    ["a <§", /write &lt;/],
    ["<p §>", /choose between html literals/],
    ["<p §='x'>", /choose between html literals/],
    ["<p on§='x'>", /choose between html literals/],
    ["<p class §>", /choose between html literals/],
    ["<p class='a'§>", /choose between html literals/],
    ["<p/§>", /choose between html literals/],
    ["<p class=§>", /must stand in quotes: class="\$\{…\}"/],
    ["<p class= §>", /must stand in quotes/],
    ["<p class=a§>", /must stand in quotes/],
    ["<p class=a'§'>", /must stand in quotes/],
    ["<p class=`§`>", /must stand in quotes/],
    ["<!-- § -->", /comments/],
    ["<!--§", /comments/],
    ["<!-- -- >§", /comments/],
    ["<!doctype §>", /comments and declarations/],
    ["<!§>", /comments and declarations/],
    ["<?§>", /comments and declarations/],
    ["</ §>", /comments and declarations/],
    ["<script>§</script>", /<script> takes no values; put the value into a data-… attribute/],
    ["<SCRIPT>'§'</SCRIPT>", /<script> takes no values/],
    ["<script/>§</script>", /<script> takes no values/],
    ["<script></scripty>§</script>", /<script> takes no values/],
    ['<script type="application/json">§</script>', /<script> takes no values/],
    ["<style>§</style>", /<style> takes no values/],
    ["<noscript>§</noscript>", /<noscript> takes no values/],
    ["<iframe>§</iframe>", /<iframe> takes no values/],
    ["<xmp>§</xmp>", /<xmp> takes no values/],
    ["<noembed>§</noembed>", /<noembed> takes no values/],
    ["<noframes>§</noframes>", /<noframes> takes no values/],
    ["<plaintext>§</plaintext>", /<plaintext> takes no values/],
    ["<textarea></text§</textarea>", /must not look like a tag/],
    ["<textarea></textarea§>", /must not look like a tag/],
    ["<title><§</title>", /write &lt; for a less-than sign in <title>/],
    ['<a onclick="§">', /onclick holds a script/],
    ["<a ONCLICK=\"f('§')\">", /onclick holds a script/],
    ['<svg/onload="§">', /onload holds a script/],
    ['<p style="color: §">', /style holds CSS/],
    ['<iframe srcdoc="§"></iframe>', /srcdoc holds a whole page/],
    ['<meta http-equiv="refresh" content="0; url=§">', /send the header/],
    ['<META content="0; url=§" HTTP-EQUIV=refresh>', /send the header/],
    ['<meta http-equiv="§" content="x">', /send the header/],
    ['<set attributeName="§" to="x">', /must be written out/],
    ["<svg><![CDATA[§]]></svg>", /CDATA/],
    ["<script><!--<script></script>§</script>", /<!--/],
  ])("%s", (literal, message) => {
    expect(() => fill(literal, "x")).toThrow(HoleError);
    expect(() => fill(literal, "x")).toThrow(message);
  });
});

describe("a literal is whole", () => {
  test.each([
    ["<p", "inside a tag"],
    ["<", "inside a tag"],
    ["</", "inside a tag"],
    ['<p title="', "inside a tag"],
    ['<p title="§', "inside a tag"],
    ["<p class=a", "inside a tag"],
    ["<!-- ", "inside a comment"],
    ["<!doctype", "inside a comment or declaration"],
    ["<script>", "inside <script>"],
    ["<textarea>", "inside <textarea>"],
    ["<plaintext>x</plaintext>", "inside <plaintext>"],
    ["<noscript><p title='</noscript>", "inside a tag"],
    ["<noscript><!-- </noscript>", "inside a comment"],
  ])("%s does not end %s", (literal, place) => {
    expect(() => fill(literal, "x")).toThrow(place);
  });

  test("open elements are fine, for a page may be put together of parts", () => {
    expect(fill("<html><body>§", "x").toString()).toBe("<html><body>x");
  });
});
