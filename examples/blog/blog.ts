/** What is written here: the blueprint with the front page and the pages to write, change and delete a post. */
import { Blueprint, flash, redirect, renderTemplate, request, urlFor, type ViewResult } from "flagon";
import { loginRequired, type User } from "./auth.ts";
import { addPost, changePost, type Draft, newestPosts, ownPost, removePost } from "./posts.ts";

const LONGEST_TITLE = 200;
const LONGEST_BODY = 20_000;

/** The pages of the blog. */
export const blog = new Blueprint("blog");

blog.get("/", function index() {
  return renderTemplate("blog/index.html", { posts: newestPosts() });
});

blog.route("/create", { methods: ["GET", "POST"], endpoint: "create" }, loginRequired(create));
blog.route("/<int:id>/update", { methods: ["GET", "POST"], endpoint: "update" }, loginRequired(update));
blog.post("/<int:id>/delete", { endpoint: "remove" }, loginRequired(remove));

function create(_values: object, user: User): ViewResult {
  if (request.method !== "POST") return renderTemplate("blog/create.html");
  const draft = sentDraft();
  const problem = problemWith(draft);
  if (problem === undefined) {
    addPost(draft, user);
    return redirect(urlFor("index"), 303);
  }
  flash(problem, "problem");
  return renderTemplate("blog/create.html", { draft });
}

function update({ id }: { readonly id: number }, user: User): ViewResult {
  const post = ownPost(id, user);
  if (request.method !== "POST") return renderTemplate("blog/update.html", { post, draft: post });
  const draft = sentDraft();
  const problem = problemWith(draft);
  if (problem === undefined) {
    changePost(id, draft);
    return redirect(urlFor("index"), 303);
  }
  flash(problem, "problem");
  return renderTemplate("blog/update.html", { post, draft });
}

function remove({ id }: { readonly id: number }, user: User): ViewResult {
  ownPost(id, user);
  removePost(id);
  flash("The post is deleted.");
  return redirect(urlFor("index"), 303);
}

function sentDraft(): Draft {
  // A browser sends the lines of a textarea with CR LF.
  const body = request.form.require("body").replaceAll("\r\n", "\n").trim();
  return { title: request.form.require("title").trim(), body };
}

function problemWith({ title, body }: Draft): string | undefined {
  if (title === "") return "A post needs a title.";
  if (title.length > LONGEST_TITLE) return `A title has at most ${LONGEST_TITLE} characters.`;
  if (body.length > LONGEST_BODY) return `A post has at most ${LONGEST_BODY} characters.`;
  return undefined;
}
