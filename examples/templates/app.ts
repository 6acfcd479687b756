/** A shelf of books: pages that share a layout, a macro, a filter of one's own, and titles that try to be HTML. */
import { abort, Flagon, renderTemplate, request } from "flagon";

type Book = {
  readonly id: number;
  readonly title: string;
  readonly author: string;
  readonly minutes: number;
  readonly chapters: readonly string[];
};

const BOOKS: readonly Book[] = [
  { id: 1, title: "The Tea Room", author: "Ada", minutes: 95, chapters: ["Kettle", "Leaf", "Cup"] },
  { id: 2, title: "Bread & Salt", author: "Bob", minutes: 40, chapters: [] },
  { id: 3, title: "<b>Bold</b> Claims", author: "Ada", minutes: 185, chapters: ["<script>", "</script>"] },
];

export const app = new Flagon({ root: import.meta.dirname, staticFolder: "../static" });

app.contextProcessor(() => ({ shelf: "The small shelf" }));

app.templateFilter("duration", (minutes: number) => {
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
});

app.get("/", function index() {
  const author = request.args.get("author");
  const books = BOOKS.filter((book) => author === undefined || book.author === author);
  return renderTemplate("index.html", { books, author });
});

app.get("/books/<int:id>", function book({ id }) {
  const found = BOOKS.find((one) => one.id === id) ?? abort(404, `There is no book ${id}.`);
  return renderTemplate("book.html", { book: found });
});
