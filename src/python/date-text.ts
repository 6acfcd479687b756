/** The text of a `Date`. */

/** `str(datetime)` of an aware datetime: a `Date` is a moment, shown in UTC. */
export function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return "Invalid Date";
  const [day = "", time = ""] = date.toISOString().slice(0, -1).split("T");
  const [seconds = "", milliseconds = ""] = time.split(".");
  return `${day} ${seconds}${milliseconds === "000" ? "" : `.${milliseconds}000`}+00:00`;
}
