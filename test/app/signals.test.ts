import { type Application, Flagon, Signal } from "flagon";
import { describe, expect, test, vi } from "vitest";

type Sent = { message: string };

/** A signal without an application: the sender is a name. */
const makeSignal = () => new Signal<Sent, string>("sent");

describe("a signal", () => {
  test("calls its receivers with the sender and what it tells, in the order they were connected", () => {
    const signal = makeSignal();
    const calls: unknown[] = [];
    signal.connect((...sent) => calls.push(["first", ...sent]));
    signal.connect((...sent) => calls.push(["second", ...sent]));
    expect(signal.send("app", { message: "hi" })).toBeUndefined();
    expect(calls).toEqual([
      ["first", "app", { message: "hi" }],
      ["second", "app", { message: "hi" }],
    ]);
  });

  test("calls a receiver of one sender for that one only", () => {
    const signal = makeSignal();
    const receiver = vi.fn();
    signal.connect(receiver, "app");
    signal.send("other", { message: "a" });
    expect(receiver).not.toHaveBeenCalled();
    signal.send("app", { message: "b" });
    expect(receiver).toHaveBeenCalledTimes(1);
  });

  test("calls a receiver once that is connected several times", () => {
    const signal = makeSignal();
    const receiver = vi.fn();
    signal.connect(receiver);
    signal.connect(receiver);
    signal.connect(receiver, "app");
    signal.send("app", { message: "a" });
    expect(receiver).toHaveBeenCalledTimes(1);
    expect(signal.receiversFor("app")).toEqual([receiver]);
  });

  test("calls no receiver that was disconnected, and disconnects no other", () => {
    const signal = makeSignal();
    const [gone, kept] = [vi.fn(), vi.fn()];
    const disconnect = signal.connect(gone);
    signal.connect(kept);
    disconnect();
    disconnect();
    signal.send("app", { message: "a" });
    expect(gone).not.toHaveBeenCalled();
    expect(kept).toHaveBeenCalledTimes(1);
  });

  test("knows whether it has receivers", () => {
    const signal = makeSignal();
    expect(signal.hasReceivers).toBe(false);
    const disconnect = signal.connect(() => {}, "app");
    expect(signal.hasReceivers).toBe(true);
    expect(signal.receiversFor("other")).toEqual([]);
    disconnect();
    expect(signal.hasReceivers).toBe(false);
  });

  test("tells whoever connects while it is being sent of the next time", () => {
    const signal = makeSignal();
    const late = vi.fn();
    signal.connect(() => signal.connect(late));
    signal.send("app", { message: "a" });
    expect(late).not.toHaveBeenCalled();
    signal.send("app", { message: "b" });
    expect(late).toHaveBeenCalledTimes(1);
  });

  test("refuses a receiver that is no function", () => {
    expect(() => makeSignal().connect(null as never)).toThrow("The signal sent can only be connected to");
  });
});

describe("a receiver that takes time", () => {
  test("is waited for before the next one is called", async () => {
    const signal = makeSignal();
    const steps: string[] = [];
    signal.connect(async () => {
      await Promise.resolve();
      steps.push("slow");
    });
    signal.connect(() => steps.push("quick"));
    const sent = signal.send("app", { message: "a" });
    expect(steps).toEqual([]);
    await sent;
    expect(steps).toEqual(["slow", "quick"]);
  });
});

describe("a receiver that fails", () => {
  const boom = new Error("boom");

  test("fails the sender, and those after it are not called", () => {
    const signal = makeSignal();
    const after = vi.fn();
    signal.connect(() => {
      throw boom;
    });
    signal.connect(after);
    expect(() => signal.send("app", { message: "a" })).toThrow(boom);
    expect(after).not.toHaveBeenCalled();
  });

  test("fails what the sender waits for if it takes time", async () => {
    const signal = makeSignal();
    signal.connect(() => Promise.reject(boom));
    await expect(signal.send("app", { message: "a" })).rejects.toBe(boom);
  });
});

describe("connectedTo", () => {
  test("connects for the time a function runs, and returns what it returns", () => {
    const signal = makeSignal();
    const receiver = vi.fn();
    const result = signal.connectedTo(receiver, () => {
      signal.send("app", { message: "within" });
      return "result";
    });
    signal.send("app", { message: "after" });
    expect(result).toBe("result");
    expect(receiver.mock.calls).toEqual([["app", { message: "within" }]]);
  });

  test("stays connected until the promise of the function is settled", async () => {
    const signal = makeSignal();
    const receiver = vi.fn();
    await signal.connectedTo(receiver, "app", async () => {
      await Promise.resolve();
      signal.send("app", { message: "within" });
      signal.send("other", { message: "of another" });
    });
    expect(receiver.mock.calls).toEqual([["app", { message: "within" }]]);
    expect(signal.hasReceivers).toBe(false);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("boom");
      },
    ],
    ["rejects", () => Promise.reject(new Error("boom"))],
  ])("disconnects if the function %s", async (_, fn: () => unknown) => {
    const signal = makeSignal();
    await expect(async () => signal.connectedTo(() => {}, fn)).rejects.toThrow("boom");
    expect(signal.hasReceivers).toBe(false);
  });

  test("leaves the same receiver connected that was connected for good", () => {
    const signal = makeSignal();
    const receiver = vi.fn();
    signal.connect(receiver);
    signal.connectedTo(receiver, () => {});
    expect(signal.receiversFor("app")).toEqual([receiver]);
  });
});

test("an application is the sender of a signal unless another type is given", () => {
  const emailDispatched = new Signal<{ subject: string }>("email_dispatched");
  const app = new Flagon();
  const heard: [Application, string][] = [];
  emailDispatched.connect((sender, { subject }) => heard.push([sender, subject]), app);
  emailDispatched.send(new Flagon(), { subject: "of another" });
  emailDispatched.send(app, { subject: "Hello" });
  expect(heard).toEqual([[app, "Hello"]]);
});
