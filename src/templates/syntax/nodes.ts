/** The tree of a template: what the parser makes and the compiler reads. Names are those of Jinja's nodes. */

import type { Span } from "./token.ts";

/** What every node knows. */
type At<K extends string> = { readonly kind: K; readonly lineno: number };

/** The arguments of a call, a filter or a test. */
export type Arguments = {
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
  /** What stands behind `*`. */
  readonly dynArgs: Expression | undefined;
  /** What stands behind `**`. */
  readonly dynKeywords: Expression | undefined;
};

export type Keyword = { readonly key: string; readonly value: Expression };
export type Name = At<"Name"> & { readonly name: string };
export type NSRef = At<"NSRef"> & { readonly name: string; readonly attribute: string };
export type Const = At<"Const"> & { readonly value: unknown };
export type Tuple = At<"Tuple"> & { readonly items: readonly Expression[] };
export type List = At<"List"> & { readonly items: readonly Expression[] };
export type Dict = At<"Dict"> & {
  readonly items: readonly { readonly key: Expression; readonly value: Expression }[];
};
export type Getattr = At<"Getattr"> & { readonly node: Expression; readonly attribute: string };
export type Getitem = At<"Getitem"> & { readonly node: Expression; readonly key: Expression };
export type Slice = At<"Slice"> & {
  readonly start: Expression | undefined;
  readonly stop: Expression | undefined;
  readonly step: Expression | undefined;
};
export type Call = At<"Call"> & Arguments & { readonly node: Expression };
/** A filter without a node is that of a filter block. */
export type Filter = At<"Filter"> &
  Arguments & { readonly node: Expression | undefined; readonly name: string };
export type Test = At<"Test"> & Arguments & { readonly node: Expression; readonly name: string };
export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";
export type Binary = At<"Binary"> & {
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
};
export type Unary = At<"Unary"> & { readonly operator: "+" | "-"; readonly node: Expression };
export type Logic = At<"And" | "Or"> & { readonly left: Expression; readonly right: Expression };
export type Not = At<"Not"> & { readonly node: Expression };
export type Concat = At<"Concat"> & { readonly nodes: readonly Expression[] };
export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";
export type Compare = At<"Compare"> & {
  readonly node: Expression;
  readonly operations: readonly { readonly operator: Comparison; readonly node: Expression }[];
};
export type CondExpr = At<"CondExpr"> & {
  readonly test: Expression;
  readonly value: Expression;
  readonly otherwise: Expression | undefined;
};
/** A method of an extension; the environment finds the extension by its identifier. */
export type ExtensionMethod = At<"ExtensionMethod"> & { readonly extension: string; readonly method: string };
/** Text that counts as HTML where `isAlways` is true or the template escapes. */
export type MarkSafe = At<"MarkSafe"> & { readonly node: Expression; readonly isAlways: boolean };

export type Expression =
  | Name
  | NSRef
  | Const
  | Tuple
  | List
  | Dict
  | Getattr
  | Getitem
  | Slice
  | Call
  | Filter
  | Test
  | Binary
  | Unary
  | Logic
  | Not
  | Concat
  | Compare
  | CondExpr
  | MarkSafe
  | ExtensionMethod;

export type TemplateData = At<"TemplateData"> & { readonly text: string };
export type Output = At<"Output"> & { readonly nodes: readonly (TemplateData | Expression)[] };
export type Extends = At<"Extends"> & { readonly template: Expression };
export type For = At<"For"> & {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
  readonly test: Expression | undefined;
  readonly isRecursive: boolean;
};
export type If = At<"If"> & {
  readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
};
/** The parameters of a macro or call block; the defaults belong to the last of them. */
export type Signature = { readonly parameters: readonly Name[]; readonly defaults: readonly Expression[] };
export type Macro = At<"Macro"> & Signature & { readonly name: string; readonly body: readonly Statement[] };
export type CallBlock = At<"CallBlock"> &
  Signature & { readonly call: Call; readonly body: readonly Statement[] };
export type FilterBlock = At<"FilterBlock"> & {
  readonly filter: Filter;
  readonly body: readonly Statement[];
};
export type With = At<"With"> & {
  readonly targets: readonly Expression[];
  readonly values: readonly Expression[];
  readonly body: readonly Statement[];
};
export type Block = At<"Block"> & {
  readonly name: string;
  readonly body: readonly Statement[];
  readonly isScoped: boolean;
  readonly isRequired: boolean;
};
export type Include = At<"Include"> & {
  readonly template: Expression;
  readonly withContext: boolean;
  readonly ignoreMissing: boolean;
};
export type Import = At<"Import"> & {
  readonly template: Expression;
  readonly target: string;
  readonly withContext: boolean;
};
export type FromImport = At<"FromImport"> & {
  readonly template: Expression;
  readonly names: readonly { readonly name: string; readonly alias: string }[];
  readonly withContext: boolean;
};
export type ExprStmt = At<"ExprStmt"> & { readonly node: Expression };
export type Assign = At<"Assign"> & { readonly target: Expression; readonly node: Expression };
export type AssignBlock = At<"AssignBlock"> & {
  readonly target: Expression;
  readonly filter: Filter | undefined;
  readonly body: readonly Statement[];
};
export type Autoescape = At<"Autoescape"> & {
  readonly value: Expression;
  readonly body: readonly Statement[];
};
export type LoopControl = At<"Break" | "Continue">;

export type Statement =
  | Output
  | Extends
  | For
  | If
  | Macro
  | CallBlock
  | FilterBlock
  | With
  | Block
  | Include
  | Import
  | FromImport
  | ExprStmt
  | Assign
  | AssignBlock
  | Autoescape
  | LoopControl;

/** A whole template. */
export type Template = At<"Template"> & {
  readonly body: readonly Statement[];
  /** Where the tags stand, by the statements, printed expressions and conditions that were read from them. */
  readonly spans?: ReadonlyMap<object, Span> | undefined;
};
