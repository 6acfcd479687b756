/** Views that are classes: `View`, and `MethodView` with a method for each HTTP method. */
import { currentContext } from "../contexts/context.ts";
import type { MaybePromise } from "../maybe-promise.ts";
import type { ViewFunction, ViewResult } from "./view.ts";

/** Takes the function of a view, and gives another, or the same. */
export type ViewDecorator = (view: ViewFunction<never>) => ViewFunction<never>;

/** The function of a class-based view: what `asView` makes. */
export type ClassViewFunction<Arguments> = ViewFunction<Arguments> & {
  /** The class. */
  readonly viewClass: new (
    ...args: never[]
  ) => View<Arguments>;
  /** The methods that a rule takes which names none. */
  readonly methods: readonly string[] | undefined;
  /** Whether a rule that does not say answers OPTIONS. */
  readonly provideAutomaticOptions: boolean | undefined;
};

/**
 * A view that is a class: `flask.views.View`. Derive from it, override {@link dispatchRequest}, and register what
 * `asView` makes.
 *
 * @typeParam Arguments The values of the rule's variables.
 * @example
 * ```ts
 * class ListView extends View {
 *   readonly #template: string;
 *   constructor(template: string) {
 *     super();
 *     this.#template = template;
 *   }
 *   override dispatchRequest() {
 *     return renderTemplate(this.#template);
 *   }
 * }
 * app.addUrlRule("/users", { view: ListView.asView("users", "users.html") });
 * ```
 */
export abstract class View<Arguments = Record<string, unknown>> {
  /** The methods that a rule takes which names none; GET unless set. */
  static readonly methods: readonly string[] | undefined;
  /** Whether OPTIONS is answered with the methods there are; the configuration says it unless set. */
  static readonly provideAutomaticOptions: boolean | undefined;
  /** What the function of the view is put through, in order: the last is the first that a request meets. */
  static readonly decorators: readonly ViewDecorator[] = [];
  /** Whether each request has an object of its own; with `false` one object, made by `asView`, serves them all. */
  static readonly initEveryRequest: boolean = true;

  /** Answers a request. */
  abstract dispatchRequest(values: Arguments): MaybePromise<ViewResult>;

  /**
   * The function that a rule is registered with: `View.as_view`.
   *
   * @param name Its name, which is the endpoint.
   * @param args What the class is made with.
   * @throws TypeError without a name, and for what a class says wrongly of itself.
   */
  static readonly asView: AsView = asView;
}

const VERBS = ["get", "post", "head", "options", "delete", "put", "trace", "patch"] as const;

type Verb = (typeof VERBS)[number];

/**
 * A view that is a class with a method for each HTTP method: `flask.views.MethodView`. A rule takes the methods that the
 * class and those it derives from define, unless `methods` names them. HEAD is answered by `get` if there is no `head`.
 *
 * @typeParam Arguments The values of the rule's variables.
 * @example
 * ```ts
 * class UserView extends MethodView<{ id: number }> {
 *   override get({ id }: { id: number }) {
 *     return users.find(id);
 *   }
 *   override delete({ id }: { id: number }) {
 *     users.remove(id);
 *     return makeResponse("", 204);
 *   }
 * }
 * app.addUrlRule("/users/<int:id>", { view: UserView.asView("user") });
 * ```
 */
export class MethodView<Arguments = Record<string, unknown>> extends View<Arguments> {
  /** Answers GET. */
  get?(values: Arguments): MaybePromise<ViewResult>;
  /** Answers POST. */
  post?(values: Arguments): MaybePromise<ViewResult>;
  /** Answers HEAD. */
  head?(values: Arguments): MaybePromise<ViewResult>;
  /** Answers OPTIONS. */
  options?(values: Arguments): MaybePromise<ViewResult>;
  /** Answers DELETE. */
  delete?(values: Arguments): MaybePromise<ViewResult>;
  /** Answers PUT. */
  put?(values: Arguments): MaybePromise<ViewResult>;
  /** Answers TRACE. */
  trace?(values: Arguments): MaybePromise<ViewResult>;
  /** Answers PATCH. */
  patch?(values: Arguments): MaybePromise<ViewResult>;

  /**
   * Calls the method that the request asks for.
   *
   * @throws Error if there is none, which only `methods` can bring about.
   */
  override dispatchRequest(values: Arguments): MaybePromise<ViewResult> {
    const { method } = currentContext("MethodView").request;
    const verb = method.toLowerCase();
    if (isVerb(verb) && this[verb] !== undefined) return this[verb](values);
    if (verb === "head" && this.get !== undefined) return this.get(values);
    throw new Error(
      `${this.constructor.name} has no method ${verb}(), though its rule takes ${method}: define it, or leave it out of methods.`,
    );
  }
}

function isVerb(name: string): name is Verb {
  return (VERBS as readonly string[]).includes(name);
}

/** Is called on a class of views, and makes the function that a rule is registered with. */
export type AsView = <Arguments, Args extends readonly unknown[]>(
  this: ViewClass<Arguments, Args>,
  name: string,
  ...args: Args
) => ClassViewFunction<Arguments>;

/** What a class of views says of itself. */
type ViewStatics = Pick<
  typeof View,
  "methods" | "provideAutomaticOptions" | "decorators" | "initEveryRequest"
>;

/** A class of views that can be made. */
type ViewClass<Arguments, Args extends readonly unknown[]> = ViewStatics & {
  readonly name: string;
  new (...args: Args): View<Arguments>;
};

function asView<Arguments, Args extends readonly unknown[]>(
  this: ViewClass<Arguments, Args>,
  name: string,
  ...args: Args
): ClassViewFunction<Arguments> {
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`${this.name}.asView() needs the name of the endpoint, such as "users".`);
  }
  const methods = methodsOf(this);
  const one = this.initEveryRequest ? undefined : new this(...args);
  const view: ViewFunction<Arguments> =
    one === undefined
      ? (values) => new this(...args).dispatchRequest(values)
      : (values) => one.dispatchRequest(values);
  const decorated = decorate(this, view);
  // A name of its own: a decorator may give a function that others have too.
  const named = decorated === view ? view : (values: Arguments) => decorated(values);
  return Object.defineProperties(named, {
    name: { value: name, configurable: true },
    viewClass: { value: this },
    methods: { value: methods },
    provideAutomaticOptions: { value: this.provideAutomaticOptions },
  }) as ClassViewFunction<Arguments>;
}

function methodsOf(
  viewClass: ViewStatics & { readonly name: string; readonly prototype: object },
): readonly string[] | undefined {
  if (!(viewClass.prototype instanceof MethodView)) return viewClass.methods?.map(upperCase);
  const methods = [...new Set(methodsDefined(viewClass.prototype))];
  if (methods.length > 0) return methods;
  throw new TypeError(
    `${viewClass.name} answers no HTTP method: define get() or another, as a method and not as a field.`,
  );
}

/** The methods of a class by its prototype: those it names; or those that it defines, and those of its base. */
function methodsDefined(prototype: object): string[] {
  if (prototype === MethodView.prototype) return [];
  const { constructor: viewClass } = prototype as { readonly constructor: ViewStatics };
  if (Object.hasOwn(viewClass, "methods") && viewClass.methods !== undefined) {
    return viewClass.methods.map(upperCase);
  }
  const own = VERBS.filter((verb) => Object.hasOwn(prototype, verb)).map(upperCase);
  return [...methodsDefined(Object.getPrototypeOf(prototype)), ...own];
}

function upperCase(method: string): string {
  return method.toUpperCase();
}

function decorate<Arguments>(
  { name, decorators }: ViewStatics & { readonly name: string },
  view: ViewFunction<Arguments>,
): ViewFunction<Arguments> {
  let decorated: ViewFunction<never> = view;
  for (const decorator of decorators) {
    decorated = decorator(decorated);
    if (typeof decorated !== "function") {
      throw new TypeError(
        `A decorator of ${name} gave no function: ${decorator.name || "one without a name"}.`,
      );
    }
  }
  return decorated as ViewFunction<Arguments>;
}
