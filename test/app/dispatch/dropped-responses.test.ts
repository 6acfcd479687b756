import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Flagon, makeResponse, request } from "flagon";
import { describe, expect, test } from "vitest";
import { formOf } from "../../http/both-ways.ts";
import { leftovers, openTemporaryFiles } from "../../http/temporary-files.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("a streamed response that its receiver drops", () => {
  const ended: string[] = [];

  function app(): Flagon {
    const made = new Flagon();
    made.post("/", async () => {
      const file = request.files.require("file");
      async function* pieces(): AsyncGenerator<Uint8Array> {
        try {
          yield* file.stream();
        } finally {
          ended.push("stream");
        }
      }
      const response = makeResponse(pieces());
      response.callOnClose(() => ended.push("response"));
      return response;
    });
    return made;
  }

  /** The answer to an upload that is too large for memory. */
  async function answer(): Promise<globalThis.Response> {
    const body = formOf({ file: new File([new Uint8Array(900_000)], "x") });
    return app().fetch(new globalThis.Request("http://localhost/", { method: "POST", body }));
  }

  async function whenCollected(): Promise<void> {
    while (!ended.includes("response")) {
      collectGarbage();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  test("lets go of the files of its request, unread", async () => {
    ended.length = 0;
    expect((await answer()).status).toBe(200);
    expect(openTemporaryFiles()).toHaveLength(1);
    await whenCollected();
    expect(leftovers()).toEqual([]);
  });

  test("lets go of them in the midst of it", async () => {
    ended.length = 0;
    await (async () => {
      const reader = (await answer()).body?.getReader();
      expect((await reader?.read())?.value?.byteLength).toBeGreaterThan(0);
    })();
    await whenCollected();
    expect(ended).toEqual(["stream", "response"]);
    expect(leftovers()).toEqual([]);
  });

  test("is closed once if it is read to its end", async () => {
    ended.length = 0;
    const web = await answer();
    expect((await web.arrayBuffer()).byteLength).toBe(900_000);
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ended).toEqual(["stream", "response"]);
    expect(web.status).toBe(200);
  });
});
