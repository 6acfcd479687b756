/** What the measured page shows: 50 rows, every fifth of which has something to escape. */

export const TITLE = "Tea & more";

export const ROWS = Array.from({ length: 50 }, (_, index) => ({
  id: index + 1,
  name: index % 5 === 0 ? `Oolong <no. ${index + 1}> & friends` : `Oolong no. ${index + 1}`,
  price: `${(3 + index / 4).toFixed(2)} €`,
}));

/** How many routes there are beside the others, each `/sectionN/NAME/ID`. */
export const SECTIONS = 200;
