import { createRandom } from '../../support/random.ts';
import { runCase } from './case.ts';
import type { Mode } from './mode.ts';
import { isCritical, isStall, nameOf, type Point, pointsOf, provocations, provokedPoints } from './point.ts';
import { record } from './recording.ts';
import { prepareStage } from './stage.ts';
import type { Planned } from './sweep.ts';

/** Every point of a mode, as runs of it have shown them. */
export async function findPoints(mode: Mode): Promise<readonly Point[]> {
  await using stage = await prepareStage(mode);
  const plain = await record(stage);
  const points = plain.flatMap(pointsOf);
  const names = new Set(points.map(nameOf));
  for (const provocation of provocations(plain)) {
    for (const point of provokedPoints(provocation, plain, await record(stage, { provocation }))) {
      // Once is enough, whatever has provoked it.
      const { provokedBy: _, ...moment } = point;
      const name = nameOf(moment);
      if (!names.has(name)) points.push(point);
      names.add(name);
    }
  }
  return points;
}

/** Where a commit is decided, and a few others; no stalls, which take longest. */
export function smoke(points: readonly Point[], others: number, seed: number): readonly Point[] {
  const { quick = [], critical = [] } = Object.groupBy(
    // What comes for the first time comes in every run.
    points.filter((point) => !isStall(point) && point.fault.occurrence === 1),
    (point) => (isCritical(point) && ['kill', 'reset'].includes(point.fault.kind) ? 'critical' : 'quick'),
  );
  return [...critical, ...sample(quick, others, seed)];
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

/** Only those whose name holds this text, where it is given: for finding one again. */
export function matching(points: readonly Point[], text: string | undefined): readonly Point[] {
  return text === undefined ? points : points.filter((point) => nameOf(point).includes(text));
}

function sample<T>(all: readonly T[], count: number, seed: number): T[] {
  const random = createRandom(seed);
  const left = [...all];
  return Array.from({ length: Math.min(count, all.length) }, () => {
    const [one] = left.splice(random.integer(0, left.length - 1), 1);
    return one;
  }).filter((one) => one !== undefined);
}
