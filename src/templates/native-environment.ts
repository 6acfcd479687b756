/** `NativeEnvironment`: templates that give values instead of text. */
import { Environment } from "./environment.ts";

/**
 * An environment whose templates give what their only expression does, or what Python would read in their
 * text: `{{ 1 + 2 }}` renders to the number 3. Jinja's `NativeEnvironment`.
 */
export class NativeEnvironment extends Environment {
  override get isNative(): boolean {
    return true;
  }
}
