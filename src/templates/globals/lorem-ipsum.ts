/** `lipsum`: text without meaning, to see how a page looks. */
import { ValueError } from "../errors.ts";
import { checkItemCount } from "../values/numbers.ts";

const WORDS: readonly string[] = (
  "ad adipiscing aliquam amet ante aptent arcu at auctor augue bibendum blandit commodo condimentum congue " +
  "consectetur consequat cras cubilia cum curabitur curae dapibus diam dictum dignissim dis dolor donec dui " +
  "duis egestas eget eleifend elementum elit enim erat eros est et etiam euismod facilisis fames faucibus felis " +
  "fermentum feugiat fringilla fusce gravida habitant hendrerit iaculis id imperdiet in inceptos integer interdum " +
  "ipsum justo lacinia lacus laoreet lectus leo libero ligula lobortis lorem luctus maecenas magna massa mattis " +
  "mauris metus mi mollis morbi nam nec neque nibh nisi nisl non nulla nunc odio orci ornare pede pellentesque " +
  "pharetra placerat porta potenti praesent pretium primis proin purus quam quis rhoncus risus rutrum sagittis " +
  "sapien scelerisque sed sem semper sit sociis sodales suscipit tellus tempor tincidunt tortor tristique turpis " +
  "ullamcorper ultrices urna ut varius vel velit venenatis vestibulum vitae vivamus viverra volutpat vulputate"
).split(" ");

/**
 * Paragraphs of random words.
 *
 * @param min - The fewest words of a paragraph.
 * @param max - One more than the most.
 */
export function loremIpsum(paragraphs: number, isHTML: boolean, min: number, max: number): string {
  if (max <= min) throw new ValueError(`empty range for randrange(${min}, ${max})`);
  checkItemCount(paragraphs * max);
  const texts = Array.from({ length: Math.max(0, paragraphs) }, () => paragraph(randomInt(min, max)));
  return texts.map((text) => (isHTML ? `<p>${text}</p>` : text)).join(isHTML ? "\n" : "\n\n");
}

function paragraph(length: number): string {
  const words: string[] = [];
  let previous = "";
  let untilComma = randomInt(3, 8);
  let untilStop = randomInt(10, 20);
  let isStart = true;
  for (let i = 0; i < length; i++) {
    let word = randomWord(previous);
    previous = word;
    if (isStart) word = word.charAt(0).toUpperCase() + word.slice(1);
    isStart = false;
    untilStop--;
    untilComma--;
    if (untilStop === 0 && i < length - 1) {
      word += ".";
      isStart = true;
      untilStop = randomInt(10, 20);
      untilComma = randomInt(3, 8);
    } else if (untilComma === 0 && i < length - 1) {
      word += ",";
      untilComma = randomInt(3, 8);
    }
    words.push(word);
  }
  return `${words.join(" ")}.`;
}

/** No word stands twice in a row. */
function randomWord(previous: string): string {
  const index = randomInt(0, WORDS.length);
  const word = WORDS[index] ?? "";
  return word === previous ? (WORDS[(index + 1) % WORDS.length] ?? "") : word;
}

function randomInt(from: number, below: number): number {
  return from + Math.floor(Math.random() * (below - from));
}
