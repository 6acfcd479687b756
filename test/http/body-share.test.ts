import { Request, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";

const LIMITS = { disk: null, maxBodyMemory: 1_000_000 };

const upload = (pieces: readonly string[]): Request => {
  const body = new globalThis.ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  const headers = { "content-type": "multipart/form-data; boundary=b" };
  const init = { method: "POST", body, headers, duplex: "half" };
  return new Request(
    new WebRequestSource(new globalThis.Request("http://localhost/", init as globalThis.RequestInit)),
  );
};

const part = (parameters: string, header = "") =>
  `--b\r\nContent-Disposition: form-data; ${parameters}\r\nX: ${header}\r\n\r\n\r\n`;
const repeated = (piece: string, times: number) => Array.from({ length: times }, () => piece);

describe("the memory that all bodies have together", () => {
  test("is taken by the headers of parts too", async () => {
    const file = part("name=f; filename=f", "x".repeat(200_000));
    await expect(upload([...repeated(file, 10), "--b--"]).receiveBody(LIMITS)).rejects.toMatchObject({
      code: 503,
    });
  });

  test("is taken by the names of fields too", async () => {
    const field = part(`name=${"n".repeat(10_000)}`);
    await expect(upload([...repeated(field, 200), "--b--"]).receiveBody(LIMITS)).rejects.toMatchObject({
      code: 503,
    });
  });

  test("is taken by headers that have not ended, and given back when they are refused or read", async () => {
    const limits = { ...LIMITS, maxBodyMemory: 200_000 };
    const pieces = ["--b\r\nX: ", ...repeated("x".repeat(10_000), 40)];
    const fitting = [...repeated(part("name=f", "x".repeat(90_000)), 2), "--b--"];

    await expect(upload(pieces).receiveBody(limits)).rejects.toMatchObject({ code: 503 });
    const request = upload(fitting);
    await request.receiveBody(limits);
    expect(request.form.size).toBe(1);
    request.close();
    await upload(fitting).receiveBody(limits);
  });

  test("is taken by a body that is here at once, and given back", async () => {
    const send = (): Request => new Request(new ArrivedSource(400_000));
    const first = send();
    expect(first.receiveBody(LIMITS)).toBeUndefined();
    expect([first.holdsResources, first.data.byteLength]).toEqual([true, 400_000]);
    const second = send();
    expect(second.receiveBody(LIMITS)).toBeUndefined();
    expect(() => send().receiveBody(LIMITS)).toThrow(expect.objectContaining({ code: 503 }));
    second.close();
    const third = send();
    expect(third.receiveBody(LIMITS)).toBeUndefined();
    first.close();
    third.close();
  });
});

/** A request whose whole body came with its headers. */
class ArrivedSource extends WebRequestSource {
  readonly #size: number;

  constructor(size: number) {
    super(new globalThis.Request("http://localhost/", { method: "POST", body: "x" }));
    this.#size = size;
  }

  takeBody(limit: number): Uint8Array | undefined {
    return this.#size <= limit ? new Uint8Array(this.#size) : undefined;
  }
}
