/** Writes the JavaScript of calls, filters and tests. */
import type * as nodes from "../syntax/nodes.ts";
import { CodeWriter } from "./code-writer.ts";
import type { Frame } from "./frame.ts";

const LOOP_METHODS = new Set(["cycle", "changed"]);

/** What is called in a template, and with what. */
export abstract class CallCompiler extends CodeWriter {
  protected readonly loopScopes: WeakSet<Frame["scope"]> = new WeakSet();

  /** The value of an expression. */
  abstract expression(node: nodes.Expression, frame: Frame): string;

  /** The values of expressions, with commas between them. */
  protected list(items: readonly nodes.Expression[], frame: Frame): string {
    return items.map((item) => this.expression(item, frame)).join(", ");
  }

  /** Whether an expression is the loop that is running, so that its attributes need no lookup. */
  protected isLoop(node: nodes.Expression, frame: Frame): boolean {
    if (node.kind !== "Name" || node.name !== "loop" || this.options.isSandboxed) return false;
    for (let scope: Frame["scope"] | undefined = frame.scope; scope !== undefined; scope = scope.parent) {
      if (scope.variables.has("loop")) return this.loopScopes.has(scope);
    }
    return false;
  }

  /** The arguments as an array, and the keywords as a Map or `undefined`. */
  #arguments(
    node: nodes.Arguments,
    frame: Frame,
    first: readonly string[],
    extra: readonly string[] = [],
  ): { readonly args: string; readonly keywords: string } {
    const parts = [...first, ...node.args.map((arg) => this.expression(arg, frame))];
    if (node.dynArgs !== undefined) parts.push(`...$iterate(${this.expression(node.dynArgs, frame)})`);
    const pairs = node.keywords.map(
      ({ key, value }) => `[${JSON.stringify(key)}, ${this.expression(value, frame)}]`,
    );
    pairs.push(...extra);
    const args = `[${parts.join(", ")}]`;
    if (node.dynKeywords !== undefined) {
      return {
        args,
        keywords: `$keywords([${pairs.join(", ")}], ${this.expression(node.dynKeywords, frame)})`,
      };
    }
    if (pairs.length === 0) return { args, keywords: "undefined" };
    const hasTwice = new Set(node.keywords.map(({ key }) => key)).size < node.keywords.length;
    return {
      args,
      keywords: hasTwice ? `$keywords([${pairs.join(", ")}])` : `new Map([${pairs.join(", ")}])`,
    };
  }

  /** A call; that of a call block hands over the block as `caller`. */
  callBlockCall(node: nodes.Call, frame: Frame, caller: string): string {
    return this.call(node, frame, caller);
  }

  protected call(node: nodes.Call, frame: Frame, caller: string | undefined): string {
    const extra = caller === undefined ? [] : [`["caller", ${caller}]`];
    const callee = node.node;
    if (callee.kind === "Getattr" && !this.options.isSandboxed && !this.variant.isAsync) {
      const isDirect =
        node.keywords.length === 0 && node.dynArgs === undefined && node.dynKeywords === undefined;
      if (
        isDirect &&
        extra.length === 0 &&
        LOOP_METHODS.has(callee.attribute) &&
        this.isLoop(callee.node, frame)
      ) {
        const loop = this.expression(callee.node, frame);
        return this.at(node.lineno, `${loop}.${callee.attribute}(${this.list(node.args, frame)})`);
      }
      const value = this.expression(callee.node, frame);
      const { args, keywords } = this.#arguments(node, frame, [], extra);
      const name = JSON.stringify(callee.attribute);
      return this.at(
        node.lineno,
        `$callMethod(${frame.callContext}, ${value}, ${name}, ${args}, ${keywords})`,
      );
    }
    const value = this.expression(callee, frame);
    const { args, keywords } = this.#arguments(node, frame, [], extra);
    return this.awaited(this.at(node.lineno, `$call(${frame.callContext}, ${value}, ${args}, ${keywords})`));
  }

  /** A filter applied to its node, or to the text that a filter block has gathered. */
  filter(node: nodes.Filter, frame: Frame, text: string | undefined): string {
    const { name, lineno } = node;
    if (!this.options.hasFilter(name) && !frame.isSoft) {
      throw this.fail(`No filter named '${name}'.`, lineno);
    }
    const value =
      node.node === undefined
        ? (text ?? `""`)
        : node.node.kind === "Filter"
          ? this.filter(node.node, frame, text)
          : this.expression(node.node, frame);
    return this.awaited(this.at(lineno, this.#applied("filter", node, frame, value)));
  }

  protected test(node: nodes.Test, frame: Frame): string {
    const { name, lineno } = node;
    if (!this.options.hasTest(name) && !frame.isSoft) {
      throw this.fail(`No test named '${name}'.`, lineno);
    }
    const value = this.expression(node.node, frame);
    return this.awaited(this.at(lineno, this.#applied("test", node, frame, value)));
  }

  #applied(what: "filter" | "test", node: nodes.Filter | nodes.Test, frame: Frame, value: string): string {
    const name = JSON.stringify(node.name);
    if (node.keywords.length > 0 || node.dynArgs !== undefined || node.dynKeywords !== undefined) {
      const callee = this.callee(`$${what}(${name})`);
      const { args, keywords } = this.#arguments(node, frame, [value]);
      return `$call(context, ${callee}, ${args}, ${keywords})`;
    }
    const count = node.args.length + 1;
    const callee = this.callee(`$direct($${what}(${name}), ${count})`);
    const args = [value, ...node.args.map((arg) => this.expression(arg, frame))];
    return `${callee}(context, ${args.join(", ")})`;
  }
}
