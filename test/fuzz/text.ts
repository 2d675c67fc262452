import { changeBytes } from './bytes.ts';
import type { Mutation } from './target.ts';

/** Changes a text by its words: swaps, repeats and leaves out what stands between marks, and puts in what means something. */
export const textMutation =
  (dictionary: readonly string[]): Mutation =>
  (input, random) => {
    if (random.next() < 0.2) return changeBytes(input, random);
    const words = Buffer.from(input)
      .toString('utf8')
      .split(/(?<=[\s,:{}[\]"'])/);
    const at = random.integer(0, words.length - 1);
    const length = random.integer(1, 6);
    const part = words.slice(at, at + length);
    switch (random.integer(0, 4)) {
      case 0:
        words.splice(at, length);
        break;
      case 1:
        words.splice(at, length, ...part, ...part);
        break;
      case 2:
        words.splice(random.integer(0, words.length), 0, ...words.splice(at, length));
        break;
      case 3: {
        const size = part.join('').length;
        const times = Math.min(random.integer(2, 20_000), Math.floor(2 ** 17 / Math.max(1, size)));
        words.splice(at, 0, part.join('').repeat(random.next() < 0.98 ? 2 : times));
        break;
      }
      default:
        words.splice(at, random.integer(0, 1), dictionary[random.integer(0, dictionary.length - 1)] ?? '');
    }
    return Buffer.from(words.join(''));
  };
