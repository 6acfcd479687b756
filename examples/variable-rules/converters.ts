/** Converters of one's own: a day of the calendar, and a list of texts. */
import { BaseConverter, ValidationError } from "flagon/routing";

declare module "flagon/routing" {
  interface ConverterValues {
    date: Date;
    list: string[];
  }
}

/** A day such as `2026-02-28`, as the `Date` of its midnight in UTC. */
export class DateConverter extends BaseConverter<Date> {
  override readonly regex: string = "\\d{4}-\\d{2}-\\d{2}";

  override toValue(text: string): Date {
    const day = new Date(`${text}T00:00:00Z`);
    // JavaScript takes the 30th of February for the 2nd of March.
    if (Number.isNaN(day.getTime()) || this.toUrl(day) !== text) throw new ValidationError(`no day: ${text}`);
    return day;
  }

  override toUrl(day: Date): string {
    return day.toISOString().slice(0, 10);
  }
}

/** Texts with a plus between them. */
export class ListConverter extends BaseConverter<string[]> {
  override toValue(text: string): string[] {
    return text.split("+");
  }

  override toUrl(items: string[]): string {
    const split = items.find((item) => item.includes("+"));
    // A path is decoded before it is matched: it would come back as two texts.
    if (split !== undefined)
      throw new TypeError(`expected texts without a plus, not ${JSON.stringify(split)}`);
    return items.map((item) => encodeURIComponent(item)).join("+");
  }
}
