/** Tables for the terminal. */

/**
 * Lines in columns, two spaces apart, with dashes below the heads.
 *
 * @param heads The heads of the columns.
 * @param lines The lines, each with a text for each column.
 */
export function tableOf(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const dashes = widths.map((width) => "-".repeat(width));
  return [heads, dashes, ...lines]
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
