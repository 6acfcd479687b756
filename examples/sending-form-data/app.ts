/** A form whose fields the next page shows in a table: checked, with several values, and safe from other sites. */
import { developmentKey, Flagon, makeResponse, type Request, renderTemplate, request } from "flagon";
import { CSRFProtect } from "flagon/forms";

const TOPICS = ["Routing", "Templates", "Sessions"];
const MOST_SEATS = 8;
const LONGEST_NAME = 80;
const LONGEST_NOTE = 500;

type Signup = {
  readonly name: string;
  readonly email: string;
  readonly seats: string;
  readonly topics: readonly string[];
  readonly note: string;
};
type Problems = Partial<Record<keyof Signup, string>>;

const EMPTY: Signup = { name: "", email: "", seats: "1", topics: [], note: "" };

export const app = new Flagon({
  root: import.meta.dirname,
  staticFolder: "../static",
  secretKey: process.env.SECRET_KEY || developmentKey,
});
new CSRFProtect(app);

app.get("/", function index() {
  return formPage(EMPTY);
});

app.post("/result", function result() {
  const signup = sentSignup(request.form);
  const problems = problemsOf(signup);
  // 422: what came can be read, and is not what was asked for.
  if (Object.keys(problems).length > 0) return makeResponse(formPage(signup, problems), 422);
  return renderTemplate("result.html", { signup });
});

// A link or a reload of the address comes by GET; the form is what it wants.
app.get("/result", function resultWithoutForm() {
  return formPage(EMPTY);
});

function formPage(signup: Signup, problems: Problems = {}): string {
  return renderTemplate("form.html", { signup, problems, topics: TOPICS, mostSeats: MOST_SEATS });
}

function sentSignup(form: Request["form"]): Signup {
  return {
    name: form.require("name").trim(),
    email: form.require("email").trim(),
    seats: form.require("seats").trim(),
    // A browser leaves out boxes that are not ticked: no topic is an empty list, and no error.
    topics: form.getList("topic"),
    // It sends the lines of a textarea with CR LF.
    note: form.require("note").replaceAll("\r\n", "\n").trim(),
  };
}

function problemsOf({ name, email, seats, topics, note }: Signup): Problems {
  const problems: Problems = {};
  if (name === "") problems.name = "Please tell your name.";
  if (name.length > LONGEST_NAME) problems.name = `A name has at most ${LONGEST_NAME} characters.`;
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) problems.email = "This is no mail address.";
  const count = Number(seats);
  if (!/^\d+$/.test(seats) || count < 1 || count > MOST_SEATS) {
    problems.seats = `Give a whole number from 1 to ${MOST_SEATS}.`;
  }
  // A page offers what it likes; a client sends what it likes.
  if (!topics.every((topic) => TOPICS.includes(topic))) problems.topics = "Choose from these topics.";
  if (note.length > LONGEST_NOTE) problems.note = `A note has at most ${LONGEST_NOTE} characters.`;
  return problems;
}
