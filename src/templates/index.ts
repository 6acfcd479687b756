/**
 * Jinja for TypeScript: templates compiled to JavaScript.
 *
 * @example
 * ```ts
 * import { DictLoader, Environment } from "flagon/templates";
 *
 * const environment = new Environment({ loader: new DictLoader({ "hello.html": "Hello {{ name }}!" }), autoescape: true });
 * environment.getTemplate("hello.html").render({ name: "<you>" });   // "Hello &lt;you&gt;!"
 * ```
 *
 * @module
 */
export { Environment } from "./environment.ts";
export type { EnvironmentOptions } from "./environment-options.ts";
export {
  FilterArgumentError,
  SecurityError,
  TemplateAssertionError,
  TemplateError,
  TemplateNotFound,
  TemplateRuntimeError,
  TemplateSyntaxError,
  TemplatesNotFound,
  UndefinedError,
} from "./errors.ts";
export { Extension, type ExtensionClass } from "./extensions/extension.ts";
export {
  type GettextCallables,
  type InstallOptions,
  InternationalizationExtension,
  type Translations,
} from "./extensions/i18n.ts";
export { DebugExtension, DoExtension, LoopControlExtension } from "./extensions/small-extensions.ts";
export { Namespace } from "./globals/namespace.ts";
export { ChoiceLoader } from "./loaders/choice-loader.ts";
export { DictLoader } from "./loaders/dict-loader.ts";
export { FileSystemLoader } from "./loaders/file-system-loader.ts";
export { FunctionLoader } from "./loaders/function-loader.ts";
export type { Loader, TemplateSource } from "./loaders/loader.ts";
export { ModuleLoader } from "./loaders/module-loader.ts";
export { PrefixLoader } from "./loaders/prefix-loader.ts";
export { findReferencedTemplates, findUndeclaredVariables } from "./meta.ts";
export { NativeEnvironment } from "./native-environment.ts";
export type { CompiledTemplate } from "./runtime/compiled.ts";
export { Context, EvalContext, type Variables } from "./runtime/context.ts";
export { Macro } from "./runtime/macro.ts";
export { type TemplateFrame, templateFrames } from "./runtime/trace.ts";
export { ImmutableSandboxedEnvironment, SandboxedEnvironment } from "./sandboxed-environment.ts";
export { selectAutoescape } from "./select-autoescape.ts";
export { Template } from "./template.ts";
export { TemplateModule } from "./template-module.ts";
export { declareNames, passContext, passEnvironment, passEvalContext } from "./values/call.ts";
export { Float } from "./values/float.ts";
export { Range } from "./values/range.ts";
export {
  ChainableUndefined,
  DebugUndefined,
  makeLoggingUndefined,
  StrictUndefined,
  Undefined,
  type UndefinedClass,
} from "./values/undefined.ts";
