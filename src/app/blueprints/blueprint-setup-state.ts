/** What a blueprint is told when it is registered: Flask's `BlueprintSetupState`. */

import type { Flagon } from "../flagon.ts";
import type { UrlRuleOptions } from "../scaffold/route-scaffold.ts";
import type { Blueprint, RegisterOptions } from "./blueprint.ts";
import type { Registration } from "./registration.ts";

/** Where a blueprint is being registered, and how: what functions given to `bp.record` get. */
export class BlueprintSetupState {
  readonly app: Flagon;
  readonly blueprint: Blueprint<string>;
  /** What `registerBlueprint` was given. */
  readonly options: RegisterOptions;
  /** Whether the blueprint is registered on this application for the first time. */
  readonly firstRegistration: boolean;
  /** @internal The name, and the blueprints around it. */
  readonly registration: Registration;
  /** The prefix of all its rules; `undefined` for none. */
  readonly urlPrefix: string | undefined;
  /** The subdomain of the rules that name none. */
  readonly subdomain: string | undefined;
  /** Values that each of its rules has as defaults. */
  readonly urlDefaults: Readonly<Record<string, unknown>>;

  constructor(
    app: Flagon,
    blueprint: Blueprint<string>,
    registration: Registration,
    options: RegisterOptions & { readonly firstRegistration: boolean },
  ) {
    const { firstRegistration, ...given } = options;
    this.app = app;
    this.blueprint = blueprint;
    this.registration = registration;
    this.options = given;
    this.firstRegistration = firstRegistration;
    this.urlPrefix = given.urlPrefix ?? blueprint.urlPrefix;
    this.subdomain = given.subdomain ?? blueprint.subdomain;
    this.urlDefaults = { ...blueprint.urlDefaultValues, ...given.urlDefaults };
  }

  /** The name it is registered with, which begins its endpoints. */
  get name(): string {
    return this.registration.name;
  }

  /** The name of the blueprint that it is registered on, `""` for the application: Flask's `name_prefix`. */
  get namePrefix(): string {
    return this.registration.outer?.name ?? "";
  }

  /** Adds a rule to the application, with the prefix, the defaults and the name of the blueprint. */
  addUrlRule(rule: string, options: UrlRuleOptions = {}): void {
    const { app, registration, subdomain, urlDefaults } = this;
    app.addRuleOf(registration, prefixed(this.urlPrefix, rule), {
      ...options,
      subdomain: options.subdomain ?? subdomain,
      defaults: { ...urlDefaults, ...options.defaults },
    });
  }
}

/** The two, with one slash between them; an empty rule is the prefix alone. */
function prefixed(prefix: string | undefined, rule: string): string {
  if (prefix === undefined) return rule;
  return rule === "" ? prefix : `${prefix.replace(/\/+$/, "")}/${rule.replace(/^\/+/, "")}`;
}

/** The prefixes of two blueprints, the outer one's first. */
export function joinedPrefix(outer: string | undefined, inner: string | undefined): string | undefined {
  if (outer === undefined || inner === undefined) return inner ?? outer;
  return `${outer.replace(/\/+$/, "")}/${inner.replace(/^\/+/, "")}`;
}
