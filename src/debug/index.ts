/**
 * The page that explains an error to the developer. `app/` loads it when there is something to explain, in debug mode.
 *
 * @module
 */
export { debugPage } from "./debug-page.ts";
export type { DebugSubject } from "./debug-subject.ts";
