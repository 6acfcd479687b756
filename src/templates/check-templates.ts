/** Finds the mistakes of templates without rendering them: what `flagon templates check` reports. */
import { compileTemplate } from "./compiler/compiler.ts";
import { childrenOf, type Node } from "./compiler/walk.ts";
import type { Environment } from "./environment.ts";
import { TemplateAssertionError, TemplateSyntaxError } from "./errors.ts";
import { explainSyntaxError } from "./runtime/trace.ts";
import type { Template as Tree } from "./syntax/nodes.ts";
import type { Span } from "./syntax/token.ts";
import { VARIANTS } from "./template.ts";

/** More mistakes of one template than this are not worth reading. */
const MAX_ERRORS = 100;

/** The mistakes of the templates, in the order of the names and of the lines. */
export function checkTemplates(
  environment: Environment,
  templateNames: readonly string[],
): TemplateSyntaxError[] {
  return templateNames.flatMap((name) => checkTemplate(environment, name));
}

function checkTemplate(environment: Environment, templateName: string): TemplateSyntaxError[] {
  const { source, filename } = environment.sourceOf(templateName);
  const errors: TemplateSyntaxError[] = [];
  const report = (error: unknown): void => {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    explainSyntaxError(error, source);
    if (errors.length < MAX_ERRORS) errors.push(error);
  };
  const attempt = <T>(step: () => T): T | undefined => {
    try {
      return environment.guard(source, step);
    } catch (error) {
      report(error);
      return undefined;
    }
  };
  const place = { name: templateName, filename };
  const tree = attempt(() => environment.parse(source, place, report));
  if (tree === undefined) return errors;
  for (const { message, span } of unknownNames(environment, tree, templateName)) {
    report(new TemplateAssertionError(message, span.lineno, { templateName, filename, ...span }));
  }
  // Unknown filters and tests are known by now, also those that stand where they may never run.
  const options = {
    ...environment.compileOptions(templateName, filename),
    hasFilter: () => true,
    hasTest: () => true,
  };
  if (errors.length === 0) attempt(() => compileTemplate(tree, options, VARIANTS.string));
  return errors.sort((a, b) => a.lineno - b.lineno || (a.column ?? 0) - (b.column ?? 0));
}

type Problem = { readonly message: string; readonly span: Span };

/** The filters, tests and templates that a template names and that are not there. */
function* unknownNames(environment: Environment, tree: Tree, templateName: string): Generator<Problem> {
  const stack: { node: Node; tag: Span | undefined }[] = [{ node: tree, tag: undefined }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node } = next;
    const tag = tree.spans?.get(node) ?? next.tag;
    const message = problemOf(environment, node, templateName);
    if (message !== undefined) {
      const { lineno } = node;
      yield { message, span: tag?.lineno === lineno ? tag : { lineno, column: 0, end: 0 } };
    }
    for (const child of childrenOf(node)) stack.push({ node: child, tag });
  }
}

function problemOf(environment: Environment, node: Node, templateName: string): string | undefined {
  switch (node.kind) {
    case "Filter":
      return environment.filters.has(node.name) ? undefined : `No filter named '${node.name}'.`;
    case "Test":
      return environment.tests.has(node.name) ? undefined : `No test named '${node.name}'.`;
    case "Extends":
    case "Import":
    case "FromImport":
      return missingTemplate(environment, [node.template], templateName);
    case "Include": {
      const { template } = node;
      if (node.ignoreMissing) return undefined;
      const isList = template.kind === "Tuple" || template.kind === "List";
      return missingTemplate(environment, isList ? template.items : [template], templateName);
    }
    default:
      return undefined;
  }
}

/** Of several templates one is enough; a name that is known only when the template renders may be any. */
function missingTemplate(
  environment: Environment,
  templates: readonly Node[],
  parent: string,
): string | undefined {
  const names: string[] = [];
  for (const template of templates) {
    if (template.kind !== "Const" || typeof template.value !== "string") return undefined;
    const name = environment.joinPath(template.value, parent);
    if (environment.hasTemplate(name)) return undefined;
    names.push(`'${name}'`);
  }
  return names.length === 0 ? undefined : `There is no template ${names.join(" or ")}.`;
}
