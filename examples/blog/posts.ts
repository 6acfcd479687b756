/** The posts in the database. */
import { abort } from "flagon";
import type { User } from "./auth.ts";
import { getDb } from "./db.ts";

/** A post with the name of who wrote it. */
export type Post = {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly created: Date;
  readonly author_id: number;
  readonly username: string;
};

/** What its writer says of a post. */
export type Draft = { readonly title: string; readonly body: string };

const POST = `SELECT post.id, title, body, created, author_id, username
  FROM post JOIN user ON user.id = author_id`;
const A_PAGE_OF_POSTS = 50;

/** The newest posts, the last one first. */
export function newestPosts(): Post[] {
  const rows = getDb().prepare(`${POST} ORDER BY created DESC, post.id DESC LIMIT ?`).all(A_PAGE_OF_POSTS);
  return rows.map(postOf);
}

/** A post of the user. @throws NotFound, a 404, if there is none; Forbidden, a 403, if it is another's. */
export function ownPost(id: number, user: User): Post {
  const row = getDb().prepare(`${POST} WHERE post.id = ?`).get(id) ?? abort(404, `There is no post ${id}.`);
  const post = postOf(row);
  return post.author_id === user.id ? post : abort(403, "Only its writer may change a post.");
}

/** Adds a post. */
export function addPost({ title, body }: Draft, author: User): void {
  getDb()
    .prepare("INSERT INTO post (title, body, author_id, created) VALUES (?, ?, ?, ?)")
    .run(title, body, author.id, Date.now());
}

/** Changes what a post says. */
export function changePost(id: number, { title, body }: Draft): void {
  getDb().prepare("UPDATE post SET title = ?, body = ? WHERE id = ?").run(title, body, id);
}

/** Removes a post. */
export function removePost(id: number): void {
  getDb().prepare("DELETE FROM post WHERE id = ?").run(id);
}

function postOf(row: object): Post {
  const post = row as Omit<Post, "created"> & { readonly created: number };
  return { ...post, created: new Date(post.created) };
}
