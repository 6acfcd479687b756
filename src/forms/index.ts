/**
 * Forms that can't be forged: CSRF tokens, after Flask-WTF.
 *
 * @example
 * ```ts
 * import { CSRFProtect, generateCsrf } from "flagon/forms";
 *
 * new CSRFProtect(app);
 * app.get("/", () => html`<form method="post"><input type="hidden" name="csrf_token" value="${generateCsrf()}"></form>`);
 * ```
 *
 * @module
 */
export { type GenerateOptions, generateCsrf, type ValidateOptions, validateCsrf } from "./csrf.ts";
export type { CSRFConfig } from "./csrf-config.ts";
export { CSRFProtect, csrfMetaTag, isCsrfValid } from "./csrf-protect.ts";
export { CSRFError, ValidationError } from "./errors.ts";
