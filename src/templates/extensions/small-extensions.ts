/** The small extensions: `do`, `break` and `continue`, `debug`. */

import { sortByCodePoint } from "../../python/index.ts";
import { prettyPrint } from "../filters/pprint.ts";
import type { Statement } from "../syntax/nodes.ts";
import type { Parser } from "../syntax/parser.ts";
import type { Token } from "../syntax/token.ts";
import { passContext } from "../values/call.ts";
import type { CallContext } from "../values/environment.ts";
import { Extension } from "./extension.ts";

/** `{% do items.append(1) %}`: an expression without its result. Jinja's `jinja2.ext.do`. */
export class DoExtension extends Extension {
  override readonly identifier: string = "do";
  override readonly tags: readonly string[] = ["do"];

  override parse(parser: Parser, { lineno }: Token): Statement {
    return { kind: "ExprStmt", lineno, node: parser.parseTuple() };
  }
}

/** `{% break %}` and `{% continue %}`. Jinja's `jinja2.ext.loopcontrols`. */
export class LoopControlExtension extends Extension {
  override readonly identifier: string = "loopcontrols";
  override readonly tags: readonly string[] = ["break", "continue"];

  override parse(_parser: Parser, { value, lineno }: Token): Statement {
    return { kind: value === "break" ? "Break" : "Continue", lineno };
  }
}

/** What `debug` asks of a context. */
interface WholeContext extends CallContext {
  /** All variables with their values. */
  getAll(): ReadonlyMap<string, unknown>;
}

/** `{% debug %}`: the variables, filters and tests there are. Jinja's `jinja2.ext.debug`. */
export class DebugExtension extends Extension {
  override readonly identifier: string = "debug";
  override readonly tags: readonly string[] = ["debug"];
  /** What the tag calls. */
  readonly render: (context: WholeContext) => string = passContext((context: WholeContext) =>
    prettyPrint(
      new Map<string, unknown>([
        ["context", context.getAll()],
        ["filters", sortByCodePoint([...context.environment.filters.keys()])],
        ["tests", sortByCodePoint([...context.environment.tests.keys()])],
      ]),
    ),
  );

  override parse(_parser: Parser, { lineno }: Token): Statement {
    return { kind: "Output", lineno, nodes: [this.callMethod("render", lineno)] };
  }
}
