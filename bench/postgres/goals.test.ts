import { expect, test } from 'vitest';
import { off, offAgain, on } from './arms.ts';
import { postgresGoals } from './goals.ts';
import { armOf, resultOf, traceOf, tuningOf } from './testing.ts';

const pinned = 'P=4 ctid 4 MiB';

/** Ten rounds, each like the others but for a hundredth. */
const rounds = (seconds: number): number[] =>
  Array.from({ length: 10 }, (_, round) => seconds * (1 + (round % 2) / 100));

interface Seconds {
  readonly off: number;
  readonly on: number;
  readonly best: number;
  readonly outcome?: string;
  readonly again?: readonly number[];
}

function reached(isLocal: boolean, seconds: Seconds): (boolean | undefined)[] {
  const { outcome = 'changed' } = seconds;
  const tuned = (of: number) => traceOf(of, { tuning: tuningOf(of / 5, { outcome }) });
  const result = resultOf([
    armOf(off, rounds(seconds.off)),
    armOf(on, rounds(seconds.on), tuned),
    armOf(pinned, rounds(seconds.best)),
    armOf(offAgain, seconds.again ?? rounds(seconds.off).map((each, round) => each * (round < 5 ? 1.005 : 0.995))),
  ]);
  return postgresGoals(isLocal).map((goal) => goal.judge(result).reached);
}

/** Steady, whole, off, never worse, skipped. */
test.each<[Seconds, (boolean | undefined)[]]>([
  [{ off: 40, on: 36, best: 35 }, [true, true, true, true, undefined]],
  [{ off: 40, on: 37, best: 35 }, [false, true, true, true, undefined]],
  [{ off: 40, on: 39, best: 35 }, [false, false, true, true, undefined]],
  [{ off: 40, on: 33, best: 33 }, [true, true, false, true, undefined]],
  [{ off: 40, on: 41, best: 40 }, [true, true, true, false, undefined]],
  // Too short for the steady state.
  [{ off: 20, on: 20, best: 20 }, [undefined, true, true, true, undefined]],
  [{ off: 4, on: 4, best: 4, outcome: 'skipped' }, [undefined, true, true, true, true]],
  [{ off: 4, on: 3.8, best: 4, outcome: 'skipped' }, [undefined, true, true, true, false]],
  // Noisy: void. One pair: not judged.
  [
    { off: 40, on: 36, best: 35, again: [60, ...rounds(40).slice(1)] },
    [undefined, undefined, undefined, undefined, undefined],
  ],
  [{ off: 40, on: 36, best: 35, again: [40] }, [undefined, undefined, undefined, undefined, undefined]],
])('%j', (seconds, expected) => {
  expect(reached(true, seconds)).toEqual(expected);
});

/** Steady, whole, never worse, on a link, skipped. */
test('on a link, three times as fast', () => {
  expect(reached(false, { off: 90, on: 30, best: 29 })).toEqual([true, true, true, true, undefined]);
  expect(reached(false, { off: 80, on: 30, best: 29 })).toEqual([true, true, true, false, undefined]);
});

test('what was not measured is not judged', () => {
  const judged = postgresGoals(true).map((goal) => goal.judge(resultOf([armOf(off, [1]), armOf(on, [])])));
  expect(judged.every(({ reached: isReached }) => isReached === undefined)).toBe(true);
});
