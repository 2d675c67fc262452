import type { Position } from '../../model/load.ts';
import type { StreamSpec } from '../../model/stream.ts';
import type { Bench } from '../bench.ts';
import { clause, type Family, forSources } from '../clause.ts';
import { ask, messagesSince } from '../driver/talk.ts';
import { hasNull, rowCount } from '../rows.ts';
import {
  at,
  discoverBy,
  firstLoad,
  goOn,
  growingStream,
  increment,
  inOrder,
  lastPosition,
  mustBeSame,
  needsIncremental,
  newRows,
  readWhole,
  stopsOf,
} from '../scenario/growing.ts';
import { plan, planRequest, readUnits, rowsOf } from '../scenario/reading.ts';
import { SourceSession } from '../scenario/source-session.ts';
import { contextOf } from '../scenario/stream.ts';
import { breachAt, Inapplicable, must, NotReached } from '../verdict.ts';

/** Distances in the words of sources of numbers, and of times. */
const lookBacks = ['100', '1 day', '1 hour'];

/** A few rows each, so that checkpoints fall between the rows that are sent once more. */
const tinyBatchBytes = 1024;

const compare = (a: Position, b: Position): number => Buffer.compare(a.order, b.order);
const isOfSameHistory = (a: Position, b: Position): boolean => Buffer.compare(a.incarnation, b.incarnation) === 0;

/** A code with which a source refuses a plan, or one of its units: the first that comes. @throws NotReached */
async function refusalOf(bench: Bench, spec: StreamSpec, resume?: Position) {
  const { subject } = await bench.configured();
  const request = await planRequest(bench, { spec, ...(resume === undefined ? {} : { resume: at(resume) }) });
  const outcome = await ask<'plan'>(subject, request, bench.patience.answerMs);
  if (outcome.kind === 'refused') return outcome.error;
  const problem = outcome.answers.flatMap(({ problems }) => problems).find(({ severity }) => severity === 'error');
  if (problem !== undefined) return { ...problem, stream: problem.stream?.name };
  for (const [index, unit] of inOrder(outcome.answers.flatMap(({ units }) => units)).entries()) {
    const session = SourceSession.open(
      bench,
      subject,
      index + 1,
      contextOf(spec, request.loadId, unit, { resume: request.resume }),
    );
    const failed = await session.readToEnd().then(
      () => null,
      (error: unknown) => error,
    );
    const [refused] = messagesSince(subject, 0, 'error');
    if (refused !== undefined) {
      must(session.batches.length === 0, `rows came before it was refused as ${refused.error.code}`);
      return refused.error;
    }
    if (failed !== null) throw failed;
  }
  return null;
}

export const incremental: Family = {
  name: 'incremental',
  clauses: [
    clause(
      'LIFE-6/incremental-plans',
      'A source that offers incremental streams has the capability `plan`',
      async (bench) => {
        await needsIncremental(bench);
        const { capabilities } = await bench.welcome();
        must(capabilities.includes('plan'), 'Spec offers incremental, and Welcome does not name the capability plan');
      },
      forSources,
    ),
    clause(
      'POSITION-3/first-load-whole',
      'Read from the beginning, the units of an incremental stream are all of its rows',
      async (bench) => {
        const { rows, whole } = await firstLoad(bench);
        mustBeSame(whole, rows, 'the first load against a full refresh');
      },
      forSources,
    ),
    clause(
      'POSITION-3/says-where-it-leads',
      'Planned names the position that a first load leads to',
      async (bench) => {
        const { planned, position, rows } = await firstLoad(bench);
        if (planned.answers.length === 0) throw new NotReached('the source does not plan');
        if (rowCount(rows) === 0) throw new NotReached('the stream has no rows');
        must(position !== undefined, `of a first load of ${rowCount(rows)} rows, Planned names no position`);
        must(position.order.length > 0, 'its `order` is empty');
      },
      forSources,
    ),
    clause(
      'POSITION-1/other-incarnation',
      'A position of another incarnation is refused as position_unknown, before a row moves',
      async (bench) => {
        const { position } = await firstLoad(bench);
        const { spec } = await growingStream(bench);
        if (position === undefined) throw new NotReached('the first load names no position');
        const incarnation = Buffer.concat([position.incarnation, Buffer.from(' of another history')]);
        const refused = await refusalOf(bench, spec, { ...position, incarnation });
        must(refused !== null, 'a position of another incarnation was taken');
        const { code, category } = refused;
        must(
          code === 'position_unknown' && category === 'data',
          `it was refused as ${code} (${category}), not as position_unknown (data)`,
        );
      },
      forSources,
    ),
    clause(
      'POSITION-4/one-exclusive-unit',
      'A stream that goes on from a position is exactly one unit, and exclusive',
      async (bench) => {
        const { position } = await firstLoad(bench);
        const { spec } = await growingStream(bench);
        if (position === undefined) throw new NotReached('the first load names no position');
        const { subject } = await bench.configured();
        // A size at which a first load would fall into many.
        const { units } = await plan(bench, subject, {
          spec,
          resume: at(position),
          targetUnitBytes: 64,
          parallelism: 4,
        });
        must(units.length === 1, `it is ${units.length} units`);
        must(units[0]?.exclusive === true, 'its unit is not exclusive');
      },
      forSources,
    ),
    clause(
      'POSITION-4/only-what-is-new',
      'A stream that goes on from a position has the rows after it, and no other ones',
      async (bench) => {
        const { rows } = await increment(bench);
        mustBeSame(await newRows(bench), rows, 'the increment against the rows that were added');
      },
      forSources,
    ),
    clause(
      'POSITION-4/positions-rise',
      'Each checkpoint with new rows names the position reached; none is before the one before, all are of one incarnation',
      async (bench) => {
        const stops = stopsOf(await increment(bench));
        let before = (await firstLoad(bench)).position;
        for (const { position, newRows, rowsBefore } of stops) {
          if (newRows > 0) must(position !== undefined, `a checkpoint after ${rowsBefore} rows names no position`);
          if (position === undefined || before === undefined) continue;
          must(isOfSameHistory(before, position), `the position after ${rowsBefore} rows is of another incarnation`);
          const order = compare(position, before);
          must(order >= 0, `the position after ${rowsBefore} rows is before the one before it`);
          must(order > 0 || newRows === 0, `after ${newRows} new rows the position is the same`);
          before = position;
        }
      },
      { ...forSources, rules: ['POSITION-1'] },
    ),
    clause(
      'POSITION-4/resumes-from-every-checkpoint',
      'From the position of every checkpoint, exactly the rows after it are read',
      async (bench) => {
        const stops = stopsOf(await increment(bench)).filter(({ newRows }) => newRows > 0);
        if (stops.length < 2) throw new NotReached('the increment has only one checkpoint: let more rows be added');
        for (const { position, rowsBefore, rowsAfter } of stops) {
          if (position === undefined) throw new NotReached('a checkpoint names no position');
          const { rows } = await goOn(bench, position);
          mustBeSame(rowsAfter, rows, `from the checkpoint after ${rowsBefore} rows`);
        }
      },
      { ...forSources, rules: ['POSITION-2'] },
    ),
    clause(
      'POSITION-4/resumes-where-stopped',
      'A session that was asked to stop names where it stands, and the rest is read from there',
      async (bench) => {
        const { position: from } = await firstLoad(bench);
        const added = await newRows(bench);
        const { spec } = await growingStream(bench);
        if (from === undefined) throw new NotReached('the first load names no position');
        const { subject } = await bench.configured();
        const planned = await plan(bench, subject, { spec, resume: at(from) });
        const [unit] = planned.units;
        if (unit === undefined) throw new NotReached('the plan has no unit');
        const context = contextOf(spec, planned.loadId, unit, { resume: at(from), targetBatchBytes: 4096 });
        const session = SourceSession.open(bench, subject, 1, context, 1);
        await session.stopWithin();
        const done = await session.readToEnd();
        const read = rowsOf(spec, [session]);
        const stood = stopsOf({ planned, sessions: [session], rows: read }).at(-1)?.position;
        if (session.messages('checkpoint').length === 0) throw new NotReached('it has stopped without a checkpoint');
        if (stood === undefined) {
          must(rowCount(read) === 0, `it has stopped after ${rowCount(read)} rows, and names no position`);
          throw new NotReached('it has stopped before the first row');
        }
        for (const [row, times] of (await goOn(bench, stood)).rows) read.set(row, (read.get(row) ?? 0) + times);
        mustBeSame(added, read, `what was read before the stop and after it (stopped: ${done.stopped})`);
      },
      { ...forSources, rules: ['STOP-1', 'SESSION-14'] },
    ),
    clause(
      'POSITION-5/never-before',
      'With look_back no position before the one that it was given is reported',
      async (bench) => {
        const { stream, spec } = await growingStream(bench);
        const from = await lastPosition(bench);
        const { cursor } = spec;
        for (const lookBack of lookBacks) {
          if (cursor === undefined || (await discoverBy(bench, stream, { ...cursor, lookBack })) === null) continue;
          const again = await goOn(bench, from, {
            spec: { cursor: { ...cursor, lookBack } },
            targetBatchBytes: tinyBatchBytes,
            rowsBetween: 1,
          });
          for (const { position, rowsBefore } of stopsOf(again)) {
            const isBefore = position !== undefined && compare(position, from) < 0;
            must(
              !isBefore,
              `with look_back ${lookBack}, the position after ${rowsBefore} rows is before the one given`,
            );
          }
          if (rowCount(again.rows) > 0) return;
        }
        throw new Inapplicable(`look_back of ${lookBacks.join(', ')} is refused, or brings no row once more`);
      },
      forSources,
    ),
    clause(
      'POSITION-6/null-cursor',
      'A NULL in the cursor column is refused as null_cursor_found, with stream and column; or its rows are read too',
      async (bench) => {
        await firstLoad(bench);
        const { stream } = await growingStream(bench);
        const { subject } = await bench.configured();
        const [key] = stream.primaryKey;
        for (const { name: column, nullable } of stream.columns) {
          const tieBreaker = key === undefined || key === column ? {} : { tieBreakerColumn: key };
          const cursor = { column, ...tieBreaker };
          if (!nullable) continue;
          const spec = await discoverBy(bench, stream, { ...cursor, nulls: 'include' });
          if (spec === null) continue;
          const planned = await plan(bench, subject, { spec });
          const sessions = await readUnits(bench, subject, planned, inOrder(planned.units)).catch(
            breachAt('with null_cursor include'),
          );
          if (
            !hasNull(
              spec.arrowSchema,
              sessions.flatMap(({ batches }) => batches),
              column,
            )
          )
            continue;
          mustBeSame(await readWhole(bench, spec), rowsOf(spec, sessions), 'with null_cursor include, the first load');
          const refusing = { ...spec, cursor: { ...cursor, nulls: 'refuse' } } as const;
          const refused = await refusalOf(bench, refusing);
          must(refused !== null, `a NULL in ${column} was not refused`);
          must(refused.code === 'null_cursor_found', `it was refused as ${refused.code}, not as null_cursor_found`);
          const { stream: named = '', column: namedColumn } = refused;
          must(named.includes(stream.name.name), 'null_cursor_found does not name the stream');
          must(namedColumn === column, `null_cursor_found names the column ${namedColumn ?? 'not'}, not ${column}`);
          return;
        }
        throw new Inapplicable('no column that it takes as a cursor has a NULL');
      },
      forSources,
    ),
  ],
};
