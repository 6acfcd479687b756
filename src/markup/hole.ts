/** `Hole`: a place in an `html` literal that takes a value, and what is to be known of it. */
import type { URLSyntax } from "./url.ts";

/**
 * Content of an element; the same inside `<svg>` or `<math>`; content that can't hold elements (`<title>`); or
 * a quoted attribute value.
 */
export type HoleContext = "text" | "foreign" | "rcdata" | "attribute";

/** One hole. */
export interface Hole {
  /** Which hole, from 1. */
  readonly number: number;
  /** The literal text in front. */
  readonly before: string;
  /** The literal text up to the next hole or the end. */
  readonly after: string;
  readonly context: HoleContext;
  /** What to watch if the hole helps to spell a URL. */
  readonly url: URLPart | undefined;
}

/** A hole's share of an attribute whose URL depends on values. */
export interface URLPart {
  readonly attribute: string;
  readonly syntax: URLSyntax;
  /** The literal text of the attribute's value between the hole before and this one. */
  readonly before: string;
  /** The literal text between this hole and the value's end, if no other hole comes between. */
  end: string | undefined;
}
