/** All of Jinja's filters, by name. */
import type { Table } from "./define.ts";
import { htmlFilters } from "./html.ts";
import { lookupFilters } from "./lookup.ts";
import { numberFilters } from "./numbers.ts";
import { prettyPrintFilters } from "./pprint.ts";
import { selectionFilters } from "./selection.ts";
import { sequenceFilters } from "./sequences.ts";
import { sortingFilters } from "./sorting.ts";
import { textFilters } from "./text.ts";
import { toJSONFilters } from "./to-json.ts";
import { urlizeFilters } from "./urlize.ts";
import { wordWrapFilters } from "./word-wrap.ts";

/** The filters that every environment begins with. */
export const builtinFilters: Table = new Map([
  ...textFilters,
  ...htmlFilters,
  ...numberFilters,
  ...sequenceFilters,
  ...sortingFilters,
  ...selectionFilters,
  ...lookupFilters,
  ...wordWrapFilters,
  ...urlizeFilters,
  ...toJSONFilters,
  ...prettyPrintFilters,
]);
