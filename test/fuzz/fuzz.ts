import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Random } from '../support/random.ts';
import { changeBytes } from './bytes.ts';
import { type FuzzTarget, maxInputBytes, type Mutation } from './target.ts';

const corpusFolder = join(import.meta.dirname, 'corpus');

/** No input takes longer to refuse: what does is a loop that an input can drive. Seconds, for a machine that is busy. */
const slowestMs = 10_000;

export interface FuzzLimits {
  readonly seed: number;
  /** The first of the two that is reached ends it. */
  readonly executions?: number;
  readonly milliseconds?: number;
}

/** What was found once, and a few inputs that lead deep: one in a file, in hexadecimal. */
export function corpusOf(target: FuzzTarget): readonly { readonly file: string; readonly input: Uint8Array }[] {
  const folder = join(corpusFolder, target.name);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => ({
      file: name,
      input: Buffer.from(readFileSync(join(folder, name), 'latin1').replaceAll(/\s/g, ''), 'hex'),
    }))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * Feeds a target with the corpus, the seeds, and what one to eight changes make of these. The same seed gives the same inputs.
 * @returns how many inputs the target was fed with
 * @throws Error that has the first finding's input in hexadecimal, to be kept in the corpus
 */
export async function fuzz(target: FuzzTarget, { seed, executions, milliseconds }: FuzzLimits): Promise<number> {
  const random = createRandom(seed);
  const pool = [...target.seeds(), ...corpusOf(target).map(({ input }) => input)];
  const end = performance.now() + (milliseconds ?? Infinity);
  for (const input of pool) await take(target, input);
  let count = pool.length;
  for (; count < (executions ?? Infinity) && performance.now() < end; count++) {
    let input = pool[random.integer(0, pool.length - 1)] ?? new Uint8Array(0);
    for (let changes = random.integer(1, 8); changes > 0; changes--) input = mutationOf(target, random)(input, random);
    await take(target, input.subarray(0, maxInputBytes));
  }
  return count;
}

function mutationOf({ mutate }: FuzzTarget, random: Random): Mutation {
  return mutate === undefined || random.next() < 0.25 ? changeBytes : mutate;
}

async function take(target: FuzzTarget, input: Uint8Array): Promise<void> {
  const startedAt = performance.now();
  try {
    await target.run(Uint8Array.from(input));
  } catch (cause) {
    throw finding(target, input, String(cause), cause);
  }
  const tookMs = performance.now() - startedAt;
  if (tookMs > slowestMs) throw finding(target, input, `took ${Math.round(tookMs)} ms`, undefined);
}

function finding({ name }: FuzzTarget, input: Uint8Array, what: string, cause: unknown): Error {
  const hex = Buffer.from(input).toString('hex');
  return new Error(`${name}: ${what}\nkeep this in test/fuzz/corpus/${name}/NAME.hex:\n${hex}`, { cause });
}
