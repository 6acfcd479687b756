import { Flagon, renderTemplateString } from "flagon";
import { describe, expect, test } from "vitest";

const app = new Flagon({ secretKey: "the key that signs", config: { trustedHosts: ["localhost"] } });
app.config.fromMapping({ MAIL_SERVER: "mail.example", mailPassword: "hunter2", "odd name": 1 });
app.config.fromMapping({ databaseUrl: "postgres://shop:s3cret@db/shop", mail: { apiKey: "k-123" } });

const render = (source: string): string => app.testRequestContext("/", () => renderTemplateString(source));

describe("config in a template", () => {
  test.each([
    ["{{ config.DEBUG }} {{ config['debug'] }}", "False False"],
    ["{{ config['MAX_CONTENT_LENGTH'] }} {{ config.maxContentLength }}", "16777216 16777216"],
    ["{{ config.MAIL_SERVER }} {{ config.mailServer }}", "mail.example mail.example"],
    ["{{ config['odd name'] }}", "1"],
    ["{{ config.mailPassword }}", "hunter2"],
    ["{{ config.SERVER_NAME }} {{ config.SERVER_NAME is none }}", "None True"],
    ["{{ config.get('TESTING') }} {{ config.get('NOTHING', 'other') }}", "False other"],
    ["{{ 'DEBUG' in config }} {{ 'NOTHING' in config }}", "True False"],
    ["{{ config.NOTHING is defined }}", "False"],
    ["{% if config.TRUSTED_HOSTS %}{{ config.TRUSTED_HOSTS[0] }}{% endif %}", "localhost"],
  ])("has Flask's names and ours: %s", (source, text) => {
    expect(render(source)).toBe(text);
  });

  test.each(["SECRET_KEY", "secretKey", "SECRET_KEY_FALLBACKS"])("has no key that signs: %s", (name) => {
    expect(render(`{{ config.${name} is defined }}{{ config["${name}"] }}{{ config.get("${name}") }}`)).toBe(
      "FalseNone",
    );
  });

  test("leaves out what a log would hide where it is iterated or printed", () => {
    for (const source of ["{{ config }}", "{{ config|tojson }}", "{{ config.items()|list }}"]) {
      const text = render(source);
      expect(text).toContain("maxFormParts");
      expect(text).toContain("mail.example");
      expect(text).not.toMatch(/hunter2|s3cret|k-123|the key that signs|secretKey/);
    }
    expect(render("{% for name in config %}{{ name }} {% endfor %}")).toContain(" maxFormParts ");
    const hidden = ["secretKey", "secretKeyFallbacks", "mailPassword", "databaseUrl", "mail"];
    expect(render("{{ config|length }}")).toBe(String(Object.keys(app.config).length - hidden.length));
  });

  test("is the configuration of the moment, and changes nothing in it", () => {
    app.config.testing = true;
    expect(render("{{ config.TESTING }}")).toBe("True");
    app.config.testing = false;
    render("{{ config.update({'DEBUG': true}) }}");
    expect(app.config.debug).toBe(false);
  });
});
