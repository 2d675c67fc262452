import { createRandom } from '../../support/random.ts';
import { runCase } from './case.ts';
import type { Mode } from './mode.ts';
import { isOfEachMode, isStall, keyOf, type Point, pointsOf, provocations, provokedPoints } from './point.ts';
import { record } from './recording.ts';
import { prepareStage } from './stage.ts';
import type { Planned } from './sweep.ts';

/** Every point of a mode, as one run of it has shown them. */
export async function findPlainPoints(mode: Mode): Promise<readonly Point[]> {
  await using stage = await prepareStage(mode);
  return pointsOf(await record(stage));
}

/** Those of runs that fail, too. */
export async function findPoints(mode: Mode): Promise<readonly Point[]> {
  await using stage = await prepareStage(mode);
  const plain = await record(stage);
  const points = [...pointsOf(plain)];
  const known = new Set(points.map(keyOf));
  for (const provocation of provocations(plain)) {
    for (const point of provokedPoints(provocation, plain, await record(stage, { provocation }))) {
      // Once is enough, whatever has provoked it.
      if (!known.has(keyOf(point))) points.push(point);
      known.add(keyOf(point));
    }
  }
  return points;
}

/**
 * Who sweeps what, by mode: what matters in each mode is swept in each, and everything else in one of the modes that have it,
 * chosen so that they share it evenly.
 */
export function share(all: ReadonlyMap<Mode, readonly Point[]>): ReadonlyMap<Mode, readonly Point[]> {
  const shares = new Map([...all].map(([mode, points]) => [mode, points.filter(isOfEachMode)]));
  const owners = Map.groupBy(
    [...all].flatMap(([mode, points]) => points.filter((one) => !isOfEachMode(one)).map((point) => ({ mode, point }))),
    ({ point }) => keyOf(point),
  );
  let turn = 0;
  for (const candidates of owners.values()) {
    const chosen = candidates[turn++ % candidates.length];
    if (chosen !== undefined) shares.get(chosen.mode)?.push(chosen.point);
  }
  return shares;
}

/** A few points in a random order; no stalls, which take longest, and only what comes in every run. */
export function smoke(points: readonly Point[], count: number, seed: number): readonly Point[] {
  return sample(
    points.filter((point) => !isStall(point) && point.fault.occurrence === 1),
    count,
    seed,
  );
}

/** Pairs: one fault, and another one while the next run mends what the first has left. */
export function pairs(points: readonly Point[], count: number, seed: number): readonly (readonly Point[])[] {
  const some = sample(
    points.filter((point) => !isStall(point)),
    2 * count,
    seed,
  );
  return Array.from({ length: Math.floor(some.length / 2) }, (_, index) => some.slice(2 * index, 2 * index + 2));
}

export function planned(points: readonly Point[]): Planned {
  return { lane: points.some(isStall) ? 'waiting' : 'working', run: (stage) => runCase(stage, points) };
}

function sample<T>(all: readonly T[], count: number, seed: number): T[] {
  const random = createRandom(seed);
  const left = [...all];
  return Array.from({ length: Math.min(count, all.length) }, () => {
    const [one] = left.splice(random.integer(0, left.length - 1), 1);
    return one;
  }).filter((one) => one !== undefined);
}
