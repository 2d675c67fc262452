import { clause, type Family, forDestinations } from '../clause.ts';
import { isMessage } from '../driver/talk.ts';
import { hearOut } from '../scenario/going-on.ts';
import { plainLoad } from '../scenario/loading.ts';
import { must, NotReached } from '../verdict.ts';

export const commits: Family = {
  name: 'commits',
  clauses: [
    clause(
      'SESSION-7/one-committed-each',
      'Each Checkpoint is answered by one Committed, with its id',
      async (bench) => {
        const { session } = await plainLoad(bench);
        const ids = session.messages('committed').map(({ checkpointId }) => checkpointId);
        must(JSON.stringify(ids) === '[1,2]', `checkpoints 1 and 2 are answered with ${ids.join(', ') || 'nothing'}`);
      },
      forDestinations,
    ),
    clause(
      'SESSION-7/counts',
      'Committed and its receipt count the rows and bytes up to the checkpoint',
      async (bench) => {
        const { session } = await plainLoad(bench);
        const committed = session.messages('committed');
        const [first, second] = [1, 2].map((id) => committed.find(({ checkpointId }) => checkpointId === id));
        if (first === undefined || second === undefined) throw new NotReached('not both checkpoints are committed');
        must(
          first.rows === 150 && second.rows === 175,
          `150 and 175 rows are committed as ${first.rows} and ${second.rows}`,
        );
        must(second.bytes === session.sentBytes, `${session.sentBytes} bytes are committed as ${second.bytes}`);
        must(second.receipt.rows === 175, `the receipt of 175 rows says ${second.receipt.rows}`);
      },
      { ...forDestinations, rules: ['SESSION-12'] },
    ),
    clause(
      'SESSION-7/receipt',
      'A receipt names load, stream, unit, epoch and checkpoint',
      async (bench) => {
        const { session, load } = await plainLoad(bench);
        for (const { receipt, checkpointId } of session.messages('committed')) {
          const expected = {
            loadId: load.loadId,
            stream: load.spec.name.name,
            unit: 'u1',
            epoch: load.begun.epoch,
            checkpointId,
          };
          const named = {
            loadId: receipt.loadId,
            stream: receipt.stream.name,
            unit: receipt.unit,
            epoch: receipt.epoch,
            checkpointId: receipt.checkpointId,
          };
          must(JSON.stringify(named) === JSON.stringify(expected), `the receipt names ${JSON.stringify(named)}`);
        }
      },
      forDestinations,
    ),
    clause(
      'SESSION-9/finished-last',
      'Finished answers Done, after the last Committed, and is the last of the session',
      async (bench) => {
        const { session } = await plainLoad(bench);
        await hearOut(bench, session.subject);
        const finished = session.heard.findIndex((heard) => isMessage(heard, 'finished'));
        const committed = session.heard.findLastIndex((heard) => isMessage(heard, 'committed'));
        must(finished > committed, 'Finished came before the last Committed');
        must(finished === session.heard.length - 1, 'something of the session came after Finished');
      },
      forDestinations,
    ),
    clause(
      'SESSION-9/rows',
      'Finished counts the rows of the session',
      async (bench) => {
        const { session } = await plainLoad(bench);
        const [finished] = session.messages('finished');
        must(
          finished?.rows === session.sentRows,
          `of ${session.sentRows} rows, Finished says ${finished?.rows ?? 'nothing'}`,
        );
      },
      forDestinations,
    ),
  ],
};
