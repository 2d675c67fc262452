import type { Bench } from '../bench.ts';
import { clause, type Family, forSources } from '../clause.ts';
import { ask, messagesSince } from '../driver/talk.ts';
import { difference, type RowBag, rowCount } from '../rows.ts';
import { plan, readUnits, referenceRows, rowsOf, smallUnitBytes } from '../scenario/reading.ts';
import { inOrder } from '../scenario/growing.ts';
import { SourceSession } from '../scenario/source-session.ts';
import { chosenStream, contextOf, needsPlan } from '../scenario/stream.ts';
import { Breach, breachAt, must, NotReached } from '../verdict.ts';

const maxTokenBytes = 64 * 1024;

/** Sessions that are tried side by side. */
const maxSideBySide = 4;

/** The stream in many units, and the process that holds them. @throws NotReached if it falls into one only */
async function finePlan(bench: Bench) {
  await needsPlan(bench);
  const { subject, welcome } = await bench.configured();
  const planned = await plan(bench, subject, { targetUnitBytes: smallUnitBytes, parallelism: maxSideBySide });
  if (planned.units.length < 2) {
    throw new NotReached(`the stream ${planned.spec.name.name} is too small to be cut into units: take a larger one`);
  }
  return { subject, welcome, planned };
}

/** The whole stream, in a process of its own. @throws NotReached */
async function readAnew(bench: Bench): Promise<RowBag> {
  const { subject } = await bench.configured();
  const planned = await plan(bench, subject);
  return rowsOf(planned.spec, await readUnits(bench, subject, planned, inOrder(planned.units)));
}

export const planning: Family = {
  name: 'plan',
  clauses: [
    clause(
      'LIFE-3/planned-ends',
      'The last message of Planned has `last`',
      async (bench) => {
        await needsPlan(bench);
        const { spec } = await chosenStream(bench);
        const { subject } = await bench.configured();
        const from = subject.heard.length;
        const request = {
          type: 'plan',
          loadId: bench.freshName('load'),
          streams: [spec],
          overrides: [],
          targetUnitBytes: 0,
          done: [],
          effectiveParallelism: 1,
        } as const;
        subject.send(request);
        const planned = (): readonly { readonly last: boolean }[] => messagesSince(subject, from, 'planned');
        await subject.until(() => planned().some(({ last }) => last), bench.patience.answerMs);
        if (planned().length === 0) throw new NotReached(`plan was not answered: ${subject.condition()}`);
        must(
          planned().some(({ last }) => last),
          'Planned came, and none has `last`',
        );
      },
      forSources,
    ),
    clause(
      'PLAN-1/tiles',
      'Units are the stream: every row once, whichever are read side by side',
      async (bench) => {
        const { subject, welcome, planned } = await finePlan(bench);
        const places = Math.min(welcome.maxOpenUnits, maxSideBySide);
        const sessions: SourceSession[] = [];
        // From the end, so that what depends on an order shows.
        const waiting = [...inOrder(planned.units)].reverse().sort((a, b) => a.after.length - b.after.length);
        let id = 0;
        await Promise.all(
          Array.from({ length: places }, async () => {
            for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
              const session = SourceSession.open(
                bench,
                subject,
                ++id,
                contextOf(planned.spec, planned.loadId, unit, { effectiveParallelism: places }),
              );
              sessions.push(session);
              await session.readToEnd();
            }
          }),
        );
        const wrong = difference(await referenceRows(bench), rowsOf(planned.spec, sessions));
        must(wrong === null, `${planned.units.length} units against the stream in one go: ${wrong ?? ''}`);
      },
      forSources,
    ),
    clause(
      'PLAN-2/ids-unique',
      'A unit’s id is unique within its stream',
      async (bench) => {
        const { planned } = await finePlan(bench);
        const ids = planned.units.map(({ id }) => `${id.streamIndex}/${id.unit}`);
        must(new Set(ids).size === ids.length, `${ids.length} units have ${new Set(ids).size} ids`);
      },
      forSources,
    ),
    clause(
      'PLAN-2/tokens-small',
      'A token has at most 64 KiB, and holds no secret',
      async (bench) => {
        const { planned } = await finePlan(bench);
        for (const { id, token } of planned.units) {
          must(token.length <= maxTokenBytes, `the token of unit ${id.unit} has ${token.length} bytes`);
          const text = Buffer.from(token);
          must(
            !bench.options.secrets.some((secret) => text.includes(secret)),
            `the token of unit ${id.unit} holds a secret`,
          );
        }
      },
      { ...forSources, rules: ['IO-3'] },
    ),
    clause(
      'PLAN-2/opens-anywhere',
      'A unit opens in any process of the source, and is the same there',
      async (bench) => {
        const { subject, planned } = await finePlan(bench);
        const units = inOrder(planned.units).slice(0, 3);
        const here = await readUnits(bench, subject, planned, units);
        const other = await bench.configured();
        const there = await readUnits(bench, other.subject, planned, units).catch(breachAt('in another process'));
        const wrong = difference(rowsOf(planned.spec, here), rowsOf(planned.spec, there));
        must(wrong === null, `the same units in another process: ${wrong ?? ''}`);
      },
      { ...forSources, rules: ['PLAN-3'] },
    ),
    clause(
      'PLAN-4/tiles-the-rest',
      'A second plan tiles exactly what `done` leaves, under new ids',
      async (bench) => {
        const { subject, planned } = await finePlan(bench);
        const first = inOrder(planned.units).slice(0, Math.max(1, planned.units.length >> 1));
        const sessions = await readUnits(bench, subject, planned, first);
        const rest = await plan(bench, subject, {
          loadId: planned.loadId,
          done: first,
          targetUnitBytes: 2 * smallUnitBytes,
          parallelism: 2,
        });
        const known = new Set(planned.units.map(({ id }) => id.unit));
        const again = rest.units.find(({ id }) => known.has(id.unit));
        must(again === undefined, `the second plan uses the id ${again?.id.unit ?? ''} again`);
        sessions.push(
          ...(await readUnits(bench, subject, planned, inOrder(rest.units), { firstId: first.length + 1 })),
        );
        const wrong = difference(await referenceRows(bench), rowsOf(planned.spec, sessions));
        must(wrong === null, `${first.length} units and the rest that was cut anew: ${wrong ?? ''}`);
      },
      forSources,
    ),
    clause(
      'PLAN-8/partition-key',
      'A partition key that does not exist is a problem of Planned',
      async (bench) => {
        await needsPlan(bench);
        const { spec } = await chosenStream(bench);
        const { subject } = await bench.configured();
        const streams = [{ ...spec, partitionKey: bench.freshName('no_such_column') }];
        const outcome = await ask<'plan'>(
          subject,
          {
            type: 'plan',
            loadId: bench.freshName('load'),
            streams,
            overrides: [],
            targetUnitBytes: 0,
            done: [],
            effectiveParallelism: 1,
          },
          bench.patience.answerMs,
        );
        if (outcome.kind === 'refused')
          throw new Breach(`it is an Error (${outcome.error.code}), not a problem of Planned`);
        const isProblem = outcome.answers.some(({ problems }) => problems.some(({ severity }) => severity === 'error'));
        must(isProblem, 'a partition key that does not exist is no problem');
      },
      forSources,
    ),
    clause(
      'PLAN-9/release-answered',
      'Release is answered, also where nothing is held',
      async (bench) => {
        await needsPlan(bench);
        const { subject } = await bench.configured();
        await plan(bench, subject);
        const outcome = await ask<'release'>(subject, { type: 'release' }, bench.patience.answerMs).catch(
          (error: unknown) => {
            throw error instanceof NotReached ? new Breach(error.message) : error;
          },
        );
        must(outcome.kind === 'answered', 'Release was refused');
      },
      forSources,
    ),
    clause(
      'PLAN-1/again-after-kill',
      'A process that was killed leaves nothing that a new one stumbles on',
      async (bench) => {
        const expected = await referenceRows(bench);
        const boundaries = ['plan', 'opened', 'batch', 'done'] as const;
        for (const boundary of boundaries) {
          const { subject } = await bench.configured();
          const planned = await plan(bench, subject);
          const [unit] = planned.units;
          if (unit !== undefined && boundary !== 'plan') {
            const session = SourceSession.open(
              bench,
              subject,
              1,
              contextOf(planned.spec, planned.loadId, unit),
              boundary === 'opened' ? 0 : undefined,
            );
            await session.opened();
            if (boundary === 'batch') await subject.until(() => session.batches.length > 0, bench.patience.answerMs);
            if (boundary === 'done') await session.readToEnd();
          }
          await subject.kill();
          const rows = await readAnew(bench).catch(breachAt(`after SIGKILL at ${boundary}`));
          const wrong = difference(expected, rows);
          must(wrong === null, `after SIGKILL at ${boundary}, of ${rowCount(expected)} rows ${wrong ?? ''}`);
        }
      },
      forSources,
    ),
  ],
};
