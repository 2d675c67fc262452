import type { Bench } from '../bench.ts';
import { Breach, Inapplicable, must, NotReached } from '../verdict.ts';
import { Load } from './loading.ts';
import { linesOf, type Range } from './numbers.ts';

/** The rows of two units. */
export const first = { from: 1, rows: 60 };
export const second = { from: 61, rows: 40 };

/** @throws Breach unless exactly these rows are visible; NotReached without a probe */
export async function mustShow(load: Load, ranges: readonly Range[], when: string): Promise<void> {
  const visible = await load.visible();
  const expected = linesOf(ranges);
  must(
    JSON.stringify(visible) === JSON.stringify(expected),
    `${when} ${visible.length} rows are visible, and ${expected.length} others are due: ${describe(visible, expected)}`,
  );
}

function describe(visible: readonly string[], expected: readonly string[]): string {
  const due = new Set(expected);
  const surplus = visible.find((line, index) => !due.has(line) || visible.indexOf(line) !== index);
  const missing = expected.find((line) => !visible.includes(line));
  return [
    surplus === undefined ? [] : [`one too many is "${surplus}"`],
    missing === undefined ? [] : [`one that is missing is "${missing}"`],
  ]
    .flat()
    .join(', ');
}

/**
 * The control experiment: a load that nothing disturbs shows its rows. Where it does not, nothing is learnt from one that
 * was disturbed. @throws NotReached
 */
export function showsUndisturbed(bench: Bench): Promise<void> {
  return bench.shared('an undisturbed load', async () => {
    const load = await Load.begin(bench);
    await load.published([await load.writeUnit(1, [first]), await load.writeUnit(2, [second])]);
    try {
      await mustShow(load, [first, second], 'after Publish');
    } catch (error) {
      throw error instanceof Breach ? new NotReached(error.message) : error;
    }
  });
}

/** @throws Inapplicable if the destination itself says that less holds */
export function needsExactlyOnce(load: Load): void {
  if (load.answer.guarantee !== 'exactly_once') {
    throw new Inapplicable(`the destination guarantees ${load.answer.guarantee} only: ${load.answer.guaranteeReason}`);
  }
}
