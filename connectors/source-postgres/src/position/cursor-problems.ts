import type { Cursor, Problem } from '@rapidbyte/connector';
import { formatStreamName, quoteIdentifier, quoteQualified, type Connection } from '@rapidbyte/postgres';
import { cursorSupport, type CursorSupport } from '../catalog/cursor-support.ts';
import type { Relation } from '../catalog/relations.ts';
import type { TypeCatalog } from '../catalog/types.ts';
import { lookBackProblem } from './look-back.ts';
import { about, orderedColumns, orderingOf, type Ordering } from './ordering.ts';

/** A stream that is to be read incrementally. */
export interface IncrementalStream {
  readonly relation: Relation;
  readonly cursor: Cursor;
  /** The columns chosen; none: all. */
  readonly columns: readonly string[];
}

/** What keeps the streams from being read incrementally, and what that will not do, of each in their order. */
export async function cursorProblems(
  connection: Connection,
  streams: readonly IncrementalStream[],
  catalog: TypeCatalog,
): Promise<readonly (readonly Problem[])[]> {
  const found = streams.map(({ relation, cursor }) => orderingOf(cursor, relation, catalog, connection.serverEncoding));
  const ordered = streams.flatMap(({ relation }, index) => {
    const ordering = found[index]?.ordering;
    return ordering === undefined ? [] : [{ relation, ordering, index }];
  });
  const support = ordered.length === 0 ? [] : await cursorSupport(connection, ordered.map(question));
  const problems = found.map((one) => [...one.problems]);
  for (const [place, { relation, ordering, index }] of ordered.entries()) {
    const stream = streams[index];
    const indexes = support[place];
    if (stream === undefined || indexes === undefined) continue;
    problems[index]?.push(
      ...notChosen(stream, ordering),
      ...(await aboutLateCommits(connection, stream, ordering)),
      ...aboutTies(relation, ordering, indexes),
      ...aboutIndexes(relation, ordering, indexes),
    );
  }
  return problems;
}

function question({ relation, ordering: [cursor, tieBreaker] }: { relation: Relation; ordering: Ordering }) {
  return {
    relation: relation.oid,
    cursor: cursor.name,
    ...(tieBreaker === undefined ? {} : { tieBreaker: tieBreaker.name }),
    collate: cursor.collate,
  };
}

/** Which row of a key is the last one, the destination tells by them. */
function notChosen({ relation, columns }: IncrementalStream, ordering: Ordering): Problem[] {
  if (columns.length === 0) return [];
  return orderedColumns(ordering)
    .filter(({ name }) => !columns.includes(name))
    .map(({ name }) => ({
      ...about(relation, 'error', 'config', name),
      code: 'cursor_not_selected',
      message: `${formatStreamName(relation)} is to be ordered by ${JSON.stringify(name)}, which is not among the columns chosen`,
      hint: 'name it in "columns", too',
    }));
}

async function aboutLateCommits(
  connection: Connection,
  { relation, cursor: { lookBack } }: IncrementalStream,
  [column]: Ordering,
): Promise<Problem[]> {
  if (lookBack !== undefined) {
    const problem = await lookBackProblem(connection, relation, column, lookBack);
    return problem === undefined ? [] : [problem];
  }
  const canLookBack = column.codec.lookBack !== undefined;
  return [
    {
      ...about(relation, 'warning', 'data', column.name),
      code: 'late_commits_missed',
      message: `rows of ${formatStreamName(relation)} are missed whose transaction commits after a run has read a greater ${JSON.stringify(column.name)} than theirs`,
      hint: canLookBack
        ? 'set look_back to more than transactions take from setting the cursor to their commit (append then gets rows again, upsert does not mind), or see to it that cursors grow in the order of commits'
        : 'see to it that cursors grow in the order of commits, take a number or a timestamp as the cursor, which can look back, or read it by full_refresh',
    },
  ];
}

/** Checkpoints never stand between rows that are equal in the order; what is committed later has no such protection. */
function aboutTies(relation: Relation, [cursor, tieBreaker]: Ordering, support: CursorSupport): Problem[] {
  const stream = formatStreamName(relation);
  if (tieBreaker === undefined) {
    if (support.cursorUnique) return [];
    return [
      {
        ...about(relation, 'warning', 'data', cursor.name),
        code: 'tie_breaker_missing',
        message: `nothing says that no two rows of ${stream} have the same ${JSON.stringify(cursor.name)}: a row is missed that comes to be after a run has ended at a row with the same one`,
        hint: 'set tie_breaker_field to a column that tells such rows apart, and grows: most often the primary key',
      },
    ];
  }
  if (support.togetherUnique) return [];
  return [
    {
      ...about(relation, 'warning', 'data', tieBreaker.name),
      code: 'tie_breaker_not_unique',
      message: `nothing says that no two rows of ${stream} have the same ${JSON.stringify(cursor.name)} and ${JSON.stringify(tieBreaker.name)}: a row is missed that comes to be after a run has ended at a row with the same ones`,
      hint: 'take the primary key as the tie-breaker, or add a unique index on both',
    },
  ];
}

function aboutIndexes(relation: Relation, ordering: Ordering, { indexed }: CursorSupport): Problem[] {
  // Of views and foreign tables nothing is known.
  if (indexed || !['r', 'p', 'm'].includes(relation.kind)) return [];
  const columns = orderedColumns(ordering).map(
    ({ name, collate }) => `${quoteIdentifier(name)}${collate ? ' COLLATE "C"' : ''}`,
  );
  return [
    {
      ...about(relation, 'warning', 'data', ordering[0].name),
      code: 'cursor_not_indexed',
      message: `no index gives the rows of ${formatStreamName(relation)} in the order of ${JSON.stringify(ordering[0].name)}: each run reads and sorts the whole of it`,
      hint: `CREATE INDEX ON ${quoteQualified(relation.namespace, relation.name)} (${columns.join(', ')})`,
    },
  ];
}
