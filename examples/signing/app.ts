/** A link that confirms an e-mail address: signed, so that nobody makes one up, and good for an hour. */
import {
  type ConfigValues,
  developmentKey,
  Flagon,
  flash,
  makeResponse,
  redirect,
  renderTemplate,
  request,
  session,
  urlFor,
} from "flagon";
import { CSRFProtect } from "flagon/forms";
import { BadData, SignatureExpired } from "flagon/signing";
import { confirmationToken, confirmedAddress } from "./tokens.ts";

/** Makes the application, as a test does with settings of its own. */
export function createApp(config: ConfigValues = {}): Flagon {
  const app = new Flagon({
    root: import.meta.dirname,
    staticFolder: "../static",
    config: {
      secretKey: process.env.SECRET_KEY || developmentKey,
      // The link in the mail is a whole URL: its host must not be one that a stranger has made up.
      trustedHosts: process.env.TRUSTED_HOSTS?.split(",") ?? ["localhost", "127.0.0.1"],
      ...config,
    },
  });
  new CSRFProtect(app);

  app.get("/", function index() {
    return renderTemplate("index.html", { address: session.get("address") });
  });

  app.post("/", function askForLink() {
    const address = request.form.require("address").trim();
    if (!/^[^\s@]+@[^\s@]+$/.test(address) || address.length > 254) {
      flash("That is no e-mail address.", "problem");
      return redirect(urlFor("index"), 303);
    }
    const link = urlFor("confirm", { token: confirmationToken(address) }, { external: true });
    // This demo shows the mail that it would send.
    return renderTemplate("sent.html", { address, link });
  });

  // GET only asks: programs that look through mails open every link.
  app.get("/confirm/<token>", function confirm({ token }) {
    return renderTemplate("confirm.html", { address: confirmedAddress(token), token });
  });

  app.post("/confirm/<token>", ({ token }) => {
    session.set("address", confirmedAddress(token));
    flash("Thank you.");
    return redirect(urlFor("index"), 303);
  });

  app.errorHandler(SignatureExpired, () =>
    makeResponse(
      renderTemplate("problem.html", { problem: "This link was good for an hour, which is over." }),
      410,
    ),
  );
  app.errorHandler(BadData, () =>
    makeResponse(
      renderTemplate("problem.html", { problem: "This link is not whole. Was it broken into two lines?" }),
      400,
    ),
  );

  return app;
}

export const app = createApp();
