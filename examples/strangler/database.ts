/** The blog's database, which is Flask's: the same file, the same tables. */
import { DatabaseSync } from "node:sqlite";

/** A post. */
export type Post = {
  readonly id: number;
  readonly author: string;
  readonly title: string;
  readonly body: string;
  readonly created: string;
};

/** A comment on a post. */
export type Comment = { readonly id: number; readonly author: string; readonly body: string };

/** What the moved routes ask of the database. */
export class Database {
  readonly #file: DatabaseSync;

  /** @param path The file, which Flask has made. */
  constructor(path: string) {
    this.#file = new DatabaseSync(path);
  }

  /** The newest posts. */
  newestPosts(): Post[] {
    return this.#file.prepare("SELECT * FROM posts ORDER BY id DESC LIMIT 10").all() as Post[];
  }

  /** The post of a number. */
  post(id: number): Post | undefined {
    return this.#file.prepare("SELECT * FROM posts WHERE id = ?").get(id) as Post | undefined;
  }

  /** The comments on a post. */
  comments(postId: number): Comment[] {
    return this.#file
      .prepare("SELECT * FROM comments WHERE post_id = ? ORDER BY id")
      .all(postId) as Comment[];
  }

  /** The hash of a user's password, as Werkzeug made it. */
  passwordHash(name: string): string | undefined {
    const row = this.#file.prepare("SELECT password FROM users WHERE name = ?").get(name);
    return row?.password as string | undefined;
  }
}
