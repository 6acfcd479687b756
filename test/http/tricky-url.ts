/** URLs as somebody makes them who wants to lead a visitor astray. */
import fc from "fast-check";

/** Pieces of which tricks are made. */
export const trickyUrl: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...["/", "//", "\\", ":", "@", "?", "#", ".", "..", "%2f", "%5c", "http", "https", "javascript"],
        ...[
          "evil.example",
          "shop.example",
          "\t",
          "\n",
          "\r",
          " ",
          "\0",
          "\u00a0",
          "\u2028",
          "／",
          "．",
          "。",
          ";",
        ],
      ),
      fc.string({ unit: "binary", maxLength: 2 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(""));
