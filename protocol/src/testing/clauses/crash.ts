import type { Bench } from '../bench.ts';
import { clause, type Family, forDestinations } from '../clause.ts';
import { Load } from '../scenario/loading.ts';
import { first, mustShow, needsExactlyOnce, second, showsUndisturbed } from '../scenario/visible.ts';
import { Breach, NotReached } from '../verdict.ts';

/** At the boundaries of a load: after this the destination is killed. */
const boundaries = [
  'begun',
  'opened',
  'batch',
  'checkpoint sent',
  'committed',
  'finished',
  'publish sent',
  'published',
] as const;
type Boundary = (typeof boundaries)[number];

/** Plays a load of two units up to the boundary, and kills the process there. */
async function playUntil(load: Load, boundary: Boundary): Promise<void> {
  if (boundary === 'begun') return load.subject.kill();
  const session = load.open(1, 'a');
  await session.opened();
  if (boundary === 'opened') return load.subject.kill();
  session.schema();
  await session.write(first);
  if (boundary === 'batch') return load.subject.kill();
  if (boundary === 'checkpoint sent') {
    session.sendCheckpoint();
    return load.subject.kill();
  }
  const { receipt } = await session.commit();
  if (boundary === 'committed') return load.subject.kill();
  await session.finish();
  if (boundary === 'finished') return load.subject.kill();
  const receipts = [receipt, await load.writeUnit(2, [second], 'b')];
  const published = load.publish(receipts).catch(() => {});
  if (boundary === 'published') await published;
  await load.subject.kill();
  await published;
}

/** Goes on with a load after a crash, as a host does: units that have a receipt are not written again. */
async function resume(bench: Bench, broken: Load): Promise<Load> {
  const load = await broken.again({ subject: (await bench.configured()).subject });
  const receipts = [...load.begun.receipts];
  const units = [
    ['a', first],
    ['b', second],
  ] as const;
  for (const [index, [unit, range]] of units.entries()) {
    if (receipts.some((receipt) => receipt.unit === unit)) continue;
    receipts.push(await load.writeUnit(index + 1, [range], unit));
  }
  await load.published(receipts);
  return load;
}

export const crash: Family = {
  name: 'crash',
  clauses: [
    clause(
      'LIFE-8/converges-after-kill',
      'After SIGKILL at any boundary, the load that is gone on with shows each row once',
      async (bench) => {
        await showsUndisturbed(bench);
        for (const boundary of boundaries) {
          const load = await Load.begin(bench);
          needsExactlyOnce(load);
          await playUntil(load, boundary);
          const resumed = await resume(bench, load).catch((error: unknown) => {
            throw error instanceof NotReached ? new Breach(`after SIGKILL at "${boundary}": ${error.message}`) : error;
          });
          await mustShow(resumed, [first, second], `after SIGKILL at "${boundary}"`);
        }
      },
      { ...forDestinations, rules: ['SESSION-7', 'SESSION-10'] },
    ),
  ],
};
