/** What the tea shop has. */

/** A tea: its name in URLs, what people call it, where it is from, and how long it steeps, in minutes. */
export type Tea = {
  readonly name: string;
  readonly title: string;
  readonly origin: string;
  readonly minutes: number;
};

/** The teas, in the order of the list. */
export const teas: readonly Tea[] = [
  { name: "assam", title: "Assam", origin: "India", minutes: 4 },
  { name: "ceylon", title: "Ceylon", origin: "Sri Lanka", minutes: 4 },
  { name: "darjeeling", title: "Darjeeling", origin: "India", minutes: 3 },
  { name: "gunpowder", title: "Gunpowder", origin: "China", minutes: 2 },
  { name: "oolong", title: "Oolong", origin: "Taiwan", minutes: 5 },
  { name: "rooibos", title: "Rooibos", origin: "South Africa", minutes: 7 },
  { name: "sencha", title: "Sencha", origin: "Japan", minutes: 2 },
];
