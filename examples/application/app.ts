/** An application that a function makes: settings of its own, views, a function at its start, and what it knows of itself. */
import { type ConfigValues, currentApp, Flagon, renderTemplate } from "flagon";

declare module "flagon" {
  interface Config {
    /** What the front page says to visitors. */
    greeting?: string;
  }
}

/**
 * Makes the application, as a test does with settings of its own.
 *
 * @param config What differs from the defaults and from the environment, such as `FLAGON_GREETING="Good morning"`.
 */
export function createApp(config: ConfigValues = {}): Flagon {
  const app = new Flagon({
    root: import.meta.dirname,
    staticFolder: "../static",
    config: { greeting: "Hello" },
  });
  app.config.fromPrefixedEnv();
  app.config.fromMapping(config);

  let startedAt = new Date();
  app.onStartup(() => {
    startedAt = new Date();
    app.logger.info(`The greeting is ${JSON.stringify(app.config.greeting)}.`);
  });

  app.get("/", function index() {
    return renderTemplate("index.html", { startedAt, routes: [...currentApp.urlMap.iterRules()] });
  });

  app.get("/about.json", function about() {
    const { debug, greeting } = currentApp.config;
    return { debug, greeting, startedAt };
  });

  return app;
}

export const app = createApp();
