/** Signals: what an application tells whoever listens, without knowing who does. */
import type { Response } from "../http/index.ts";
import type { SessionValue } from "../sessions/index.ts";
import type { Template } from "../templates/index.ts";
import type { Application } from "./application.ts";
import { isPromise, type MaybePromise } from "./maybe-promise.ts";

/**
 * What a signal calls: with the object that sent it, and with what the signal tells. What it returns is of no account,
 * but a promise is waited for.
 */
export type Receiver<Extra, Sender = Application> = (sender: Sender, extra: Readonly<Extra>) => unknown;

/** What a signal tells that tells nothing but its sender. */
export type NoExtra = Record<never, never>;

type Connection<Extra, Sender> = {
  readonly receiver: Receiver<Extra, Sender>;
  /** The one sender it listens to; any unless given. */
  readonly sender: Sender | undefined;
};

/**
 * Something that happens, and those who want to hear of it: Blinker's `Signal`. An extension makes its own; those of
 * the application are {@link requestStarted} and its like.
 *
 * Receivers run in the order they were connected, each once, and each waits for the one before it if that gives a
 * promise. They are called where the signal is sent, so they can use `request` and its like there. **An error of a
 * receiver is the sender's**: the receivers after it are not called, and of a request it becomes the answer, as an error
 * of a view would. The signal holds its receivers until they are disconnected.
 *
 * @example
 * ```ts
 * export const emailDispatched = new Signal<{ message: Message }>("email_dispatched");
 *
 * const disconnect = emailDispatched.connect((app, { message }) => sent.push(message));
 * await emailDispatched.send(currentApp, { message });
 * disconnect();
 * ```
 */
export class Signal<Extra extends object = NoExtra, Sender = Application> {
  /** What it is called, for logs. */
  readonly name: string;
  // Never changed, always replaced: whoever connects while it is being sent hears of the next one.
  #connections: readonly Connection<Extra, Sender>[] = [];

  /** @param name What it is called, such as `"email_dispatched"`. */
  constructor(name: string) {
    this.name = name;
  }

  /** Whether anyone listens at all: what it costs to look before sending. */
  get hasReceivers(): boolean {
    return this.#connections.length > 0;
  }

  /**
   * Calls a function whenever the signal is sent. To connect it once more changes nothing.
   *
   * @param sender The only sender to listen to, such as an application; any unless given.
   * @returns What disconnects it.
   * @throws TypeError for what is no function.
   */
  connect(receiver: Receiver<Extra, Sender>, sender?: Sender | undefined): () => void {
    if (typeof receiver !== "function") {
      throw new TypeError(`The signal ${this.name} can only be connected to a function, not to ${receiver}.`);
    }
    const isThere = this.#connections.some((one) => one.receiver === receiver && one.sender === sender);
    if (!isThere) this.#connections = [...this.#connections, { receiver, sender }];
    return () => {
      this.#connections = this.#connections.filter(
        (one) => one.receiver !== receiver || one.sender !== sender,
      );
    };
  }

  /**
   * Connects a receiver while a function runs, and until its promise is settled if it gives one: Blinker's
   * `connected_to`, for tests.
   *
   * @returns What the function returns.
   * @example
   * ```ts
   * const rendered: string[] = [];
   * await templateRendered.connectedTo((_app, { template }) => rendered.push(template.name), app, () => client.get("/"));
   * ```
   */
  connectedTo<T>(receiver: Receiver<Extra, Sender>, fn: () => T): T;
  connectedTo<T>(receiver: Receiver<Extra, Sender>, sender: Sender | undefined, fn: () => T): T;
  connectedTo<T>(
    receiver: Receiver<Extra, Sender>,
    ...rest: [fn: () => T] | [sender: Sender | undefined, fn: () => T]
  ): T {
    const [sender, fn] = rest.length === 1 ? [undefined, rest[0]] : rest;
    // Of its own: to leave must not disconnect the same receiver that somebody connected for good.
    const own: Receiver<Extra, Sender> = (...sent) => receiver(...sent);
    const disconnect = this.connect(own, sender);
    let result: T;
    try {
      result = fn();
    } catch (error) {
      disconnect();
      throw error;
    }
    if (!isPromise(result)) {
      disconnect();
      return result;
    }
    return Promise.resolve(result).finally(disconnect) as T;
  }

  /** Whom the signal calls if this sender sends it, in order. */
  receiversFor(sender: Sender): Receiver<Extra, Sender>[] {
    const meant = this.#connections.filter((one) => one.sender === undefined || one.sender === sender);
    return [...new Set(meant.map(({ receiver }) => receiver))];
  }

  /**
   * Calls the receivers of a sender, one after the other.
   *
   * @param extra What the signal tells.
   * @returns A promise only if a receiver gives one.
   * @throws What a receiver throws; it is rejected with what a later one throws.
   */
  send(sender: Sender, extra: Readonly<Extra>): MaybePromise<void> {
    return this.hasReceivers ? callFrom(this.receiversFor(sender), 0, sender, extra) : undefined;
  }

  /**
   * As {@link send}, where nothing can be waited for, as in `renderTemplate()`.
   *
   * @throws TypeError if a receiver gives a promise; what a receiver throws.
   */
  sendNow(sender: Sender, extra: Readonly<Extra>): void {
    if (!this.hasReceivers) return;
    for (const receiver of this.receiversFor(sender)) {
      const result = receiver(sender, extra);
      if (isPromise(result)) {
        // The error below is the one to tell.
        Promise.resolve(result).catch(() => {});
        throw new TypeError(
          `The receiver ${receiver.name || "without a name"} of ${this.name} gave a promise, which nothing waits for ` +
            "here; make it a function that is not async.",
        );
      }
    }
  }
}

function callFrom<Extra, Sender>(
  receivers: readonly Receiver<Extra, Sender>[],
  start: number,
  sender: Sender,
  extra: Readonly<Extra>,
): MaybePromise<void> {
  for (let i = start; i < receivers.length; i++) {
    const result = receivers[i]?.(sender, extra);
    if (isPromise(result)) return result.then(() => callFrom(receivers, i + 1, sender, extra));
  }
  return undefined;
}

// Two copies of the package, as a package manager may install them, must hear each other: an extension's may be another.
const SIGNALS: unique symbol = Symbol.for("flagon.signals.1");
const registry = globalThis as { [SIGNALS]?: Map<string, Signal<never, never>> };
registry[SIGNALS] ??= new Map();
const signals = registry[SIGNALS];

function shared<Extra extends object>(name: string): Signal<Extra> {
  const signal = signals.get(name) ?? new Signal<never, never>(name);
  signals.set(name, signal);
  return signal as unknown as Signal<Extra>;
}

/** A request begins: its context is there, its session open, no hook has run: `flask.request_started`. */
export const requestStarted: Signal = shared("request_started");

/** The response of a request is whole, its session saved: `flask.request_finished`. */
export const requestFinished: Signal<{ response: Response }> = shared("request_finished");

/** An error that nobody handled is about to become a 500, or to be thrown on: `flask.got_request_exception`. */
export const gotRequestException: Signal<{ exception: unknown }> = shared("got_request_exception");

/** The teardown functions of a request have run; `exc` is the error that nobody handled: `flask.request_tearing_down`. */
export const requestTearingDown: Signal<{ exc: unknown }> = shared("request_tearing_down");

/** A context of the application begins: `flask.appcontext_pushed`. */
export const appContextPushed: Signal = shared("appcontext_pushed");

/** A context of the application is gone: `flask.appcontext_popped`. */
export const appContextPopped: Signal = shared("appcontext_popped");

/** The teardown functions of an application context have run; `exc` as in {@link requestTearingDown}: `flask.appcontext_tearing_down`. */
export const appContextTearingDown: Signal<{ exc: unknown }> = shared("appcontext_tearing_down");

/** What a signal about a template tells. */
export type TemplateExtra = {
  /** The template; its name is `undefined` if it was made from a string. */
  template: Template;
  /** The names it sees. */
  context: Record<string, unknown>;
};

/** A template is about to be rendered: `flask.before_render_template`. */
export const beforeRenderTemplate: Signal<TemplateExtra> = shared("before_render_template");

/** A template has been rendered; one that is streamed, to its last piece: `flask.template_rendered`. */
export const templateRendered: Signal<TemplateExtra> = shared("template_rendered");

/** `flash()` was called: `flask.message_flashed`. */
export const messageFlashed: Signal<{ message: SessionValue; category: string }> = shared("message_flashed");
