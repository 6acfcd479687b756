/** The loaders of a configuration, beside those of the real Flask. */
import { execFileSync } from "node:child_process";
import { Flagon } from "flagon";
import { expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";

const SCRIPT = `
import json, os, sys
from flask import Config

def loaded(env):
    for name in [name for name in os.environ if name.startswith("FLASK_")]:
        del os.environ[name]
    os.environ.update(env)
    config = Config(".")
    config.from_prefixed_env()
    return dict(config)

def namespace(mapping, name):
    config = Config(".")
    config.from_mapping(mapping)
    return config.get_namespace(name)

order = json.load(sys.stdin)
print(json.dumps({
    "loaded": [loaded(env) for env in order["environments"]],
    "namespaces": [namespace(*given) for given in order["namespaces"]],
}))
`;

const ENVIRONMENTS: readonly Record<string, string>[] = [
  { FLASK_A: "1", FLASK_B: "1.5", FLASK_C: "true", FLASK_D: "null", FLASK_E: '"quoted"', FLASK_F: "[1, {}]" },
  { FLASK_A: "True", FLASK_B: "plain text", FLASK_C: "{'a': 1}", FLASK_D: "", FLASK_E: " 1 ", FLASK_F: "01" },
  { FLASK_DB__pool__max: "5", FLASK_DB__URL: "x", FLASK_DB: '{"url": "y", "pool": {"min": 1}}' },
  { FLASK_A__B: "1", FLASK_A____C: "3" },
];

const NAMESPACES: readonly [mapping: Record<string, unknown>, name: string][] = [
  [{ IMAGE_STORE_TYPE: "fs", IMAGE_STORE_PATH: "/var", IMAGES: 1 }, "IMAGE_STORE_"],
  [{ IMAGE_STORE_TYPE: "fs", OTHER: 1 }, "NOTHING_"],
];

type Answer = {
  readonly loaded: readonly Record<string, unknown>[];
  readonly namespaces: readonly Record<string, unknown>[];
};

describeWith(flaskPython, "configuration", (python) => {
  const input = JSON.stringify({ environments: ENVIRONMENTS, namespaces: NAMESPACES });
  const answer = JSON.parse(execFileSync(python, ["-c", SCRIPT], { input, encoding: "utf8" })) as Answer;

  test.each(
    ENVIRONMENTS.map((env, i) => [env, answer.loaded[i]] as const),
  )("reads the environment as Flask does: %j", (env, wanted) => {
    const { config } = new Flagon();
    config.fromPrefixedEnv("FLASK", { env });
    const names = Object.keys(wanted ?? {});
    expect(names.length).toBeGreaterThan(0);
    const got = names.map((name) => [name, Reflect.get(config, name.toLowerCase())]);
    expect(Object.fromEntries(got)).toEqual(wanted);
  });

  test.each(
    NAMESPACES.map((given, i) => [given, answer.namespaces[i]] as const),
  )("gives a namespace as Flask does: %j", ([mapping, name], wanted) => {
    const { config } = new Flagon();
    config.fromMapping(mapping);
    expect(config.getNamespace(name)).toEqual(wanted);
  });
});
