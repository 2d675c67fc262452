import type { Bench } from '../bench.ts';
import { clause, type Family, forSources } from '../clause.ts';
import { isMessage } from '../driver/talk.ts';
import { rowsIn } from '../rows.ts';
import { hearOut } from '../scenario/going-on.ts';
import { openUnit, plainReading } from '../scenario/reading.ts';
import type { SourceSession } from '../scenario/source-session.ts';
import { must } from '../verdict.ts';

interface Counts {
  readonly rows: number;
  readonly bytes: number;
}

/** Walks over the sessions of a plain reading, with what batches have counted so far. */
async function walk(
  bench: Bench,
  look: (heard: SourceSession['heard'][number], counted: Counts, session: SourceSession) => void,
): Promise<void> {
  for (const session of (await plainReading(bench)).sessions) {
    let rows = 0;
    let bytes = 0;
    for (const heard of session.heard) {
      look(heard, { rows, bytes }, session);
      if (heard.kind !== 'batch') continue;
      rows += rowsIn(heard);
      bytes += heard.arrowIpc.length;
    }
  }
}

const same = (a: Counts, b: Counts): boolean => a.rows === b.rows && a.bytes === b.bytes;
const text = ({ rows, bytes }: Counts): string => `${rows} rows, ${bytes} bytes`;

export const checkpoints: Family = {
  name: 'checkpoints',
  clauses: [
    clause(
      'SESSION-5/counts',
      'A checkpoint counts the rows and bytes of the session so far',
      (bench) =>
        walk(bench, (heard, counted) => {
          if (!isMessage(heard, 'checkpoint')) return;
          must(same(heard.message, counted), `a checkpoint says ${text(heard.message)}; ${text(counted)} have come`);
        }),
      forSources,
    ),
    clause(
      'SESSION-5/ids',
      'Checkpoints have the ids 1, 2, 3, …',
      async (bench) => {
        for (const session of (await plainReading(bench)).sessions) {
          session.messages('checkpoint').forEach(({ checkpointId }, index) => {
            must(checkpointId === index + 1, `checkpoint ${index + 1} of a session has the id ${checkpointId}`);
          });
        }
      },
      forSources,
    ),
    clause(
      'SESSION-5/last-checkpoint',
      'A checkpoint stands between the last batch and Done',
      async (bench) => {
        for (const { heard, id } of (await plainReading(bench)).sessions) {
          const checkpoint = heard.findLastIndex((each) => isMessage(each, 'checkpoint'));
          const batch = heard.findLastIndex(({ kind }) => kind === 'batch');
          must(checkpoint !== -1, `session ${id} has no checkpoint`);
          must(checkpoint > batch, `in session ${id} no checkpoint came after the last batch`);
        }
      },
      forSources,
    ),
    clause(
      'SESSION-6/done-counts',
      'Done counts all rows and bytes of the session',
      (bench) =>
        walk(bench, (heard, counted) => {
          if (!isMessage(heard, 'done')) return;
          must(same(heard.message, counted), `Done says ${text(heard.message)}; ${text(counted)} have come`);
        }),
      forSources,
    ),
    clause(
      'SESSION-4/nothing-after-done',
      'Done is the last data of a session, and says that the unit was read whole',
      async (bench) => {
        const subject = (await plainReading(bench)).sessions.at(-1)?.subject;
        if (subject !== undefined) await hearOut(bench, subject);
        await walk(bench, (heard, _, session) => {
          if (!isMessage(heard, 'done')) return;
          must(session.heard.at(-1) === heard, 'something of the session came after Done');
          must(!heard.message.stopped, 'Done says `stopped`, and nobody has asked to stop');
        });
      },
      forSources,
    ),
    clause(
      'SESSION-14/no-positions',
      'In a full refresh, checkpoints name no position',
      async (bench) => {
        for (const session of (await plainReading(bench)).sessions) {
          const named = session.messages('checkpoint').find(({ positions }) => positions.length > 0);
          must(named === undefined, `checkpoint ${named?.checkpointId ?? 0} of a full refresh names a position`);
        }
      },
      forSources,
    ),
    clause(
      'SESSION-8/waits-for-no-ack',
      'A source waits for no Ack',
      async (bench) => {
        const { subject, session } = await openUnit(bench);
        const failed = await session.readToEnd({ acks: false }).then(
          () => null,
          (error: unknown) => error,
        );
        if (failed === null) return;
        const last = session.messages('checkpoint').at(-1);
        if (last === undefined) throw failed;
        subject.send({ type: 'ack', session: 1, checkpointId: last.checkpointId, positions: [] });
        const came = await subject.until(() => session.messages('done').length > 0, bench.patience.answerMs);
        must(!came, 'Done came only after an Ack');
        throw failed;
      },
      forSources,
    ),
    clause(
      'SESSION-8/late-ack',
      'An Ack, or credit, for a session that is over is ignored',
      async (bench) => {
        const { subject, session } = await openUnit(bench);
        await session.readToEnd();
        subject.send({ type: 'ack', session: 1, checkpointId: 1, positions: [] });
        session.grant(1);
        const from = subject.heard.length;
        subject.send({ type: 'spec', role: bench.role });
        const answered = await subject.until(
          () => subject.heard.slice(from).some((heard) => isMessage(heard, 'spec')),
          bench.patience.answerMs,
        );
        must(answered, `after an Ack for a session that is over: ${subject.condition()}`);
      },
      forSources,
    ),
  ],
};
