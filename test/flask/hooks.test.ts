/** Applications drawn at random run their hooks and error handlers in the order in which the real Flask does. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";
import { type Act, type HookedSpec, type Key, type Outcome, outcomesOf, type Scope } from "./hooked-app.ts";

const SCRIPT = fileURLToPath(new URL("hooks.py", import.meta.url));
const APPLICATIONS = 200;

const quietAct = fc.constantFrom<Act>("pass", "pass", "pass", "pass", "pass", "answer", "E1", "E2", 403, 404);
const act = fc.constantFrom<Act>("pass", "answer", "E1", "E2", 403, 404, 410);

function scope(name: string, depth: number): fc.Arbitrary<Scope> {
  const children = depth === 0 ? [] : ["a", "b"].map((child) => scope(child, depth - 1));
  return fc.record(
    {
      name: fc.constant(name),
      before: fc.array(quietAct, { maxLength: 2 }),
      after: fc.array(quietAct, { maxLength: 2 }),
      handlers: fc.uniqueArray(
        fc.tuple(fc.constantFrom<Key>("E1", "E2", "Error", "HTTPException", 403, 404, 405, 410, 500), act),
        { maxLength: 3, selector: ([key]) => key },
      ),
      view: act,
      beforeApp: quietAct,
      children: fc.tuple(...children).chain((all) => fc.subarray(all)),
    },
    { requiredKeys: ["name", "before", "after", "handlers", "view", "children"] },
  );
}

function pathsOf({ children }: Scope, prefix = ""): string[] {
  return [`${prefix}/`, ...children.flatMap((child) => pathsOf(child, `${prefix}/${child.name}`))];
}

const application: fc.Arbitrary<HookedSpec> = fc
  .record({ scope: scope("app", 2), testing: fc.boolean() })
  .map(({ scope: top, testing }) => {
    const { beforeApp: _, ...root } = top;
    const requests = pathsOf(root).flatMap((path) => [["GET", path] as const, ["POST", path] as const]);
    return {
      scope: root,
      testing,
      requests: [...requests, ["GET", "/missing"] as const, ["GET", "/a"] as const],
    };
  });

describeWith(flaskPython, "beside Flask", (python) => {
  test(`${APPLICATIONS} applications answer the same, and run their functions in the same order`, async () => {
    const specs = fc.sample(application, APPLICATIONS);
    const output = execFileSync(python, [SCRIPT], {
      input: specs.map((spec) => JSON.stringify(spec)).join("\n"),
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const ofFlask = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Outcome[]);
    expect(ofFlask).toHaveLength(APPLICATIONS);
    for (const [index, spec] of specs.entries()) {
      const ours = await outcomesOf(spec);
      for (const [number, request] of spec.requests.entries()) {
        expect(ours[number], `${request.join(" ")} to ${JSON.stringify(spec.scope)}`).toEqual(
          ofFlask[index]?.[number],
        );
      }
    }
  });
});
