import type { Column, Problem, StreamSpec } from '@rapidbyte/connector';
import { readColumnDefinition } from '@rapidbyte/postgres';
import type { Queryable } from '../queryable.ts';
import { formatTarget, streamProblem, type Target } from '../target.ts';
import type { TargetTable } from '../target-table.ts';
import type { ColumnPlan } from '../types.ts';
import type { TypeCatalog } from '../user-types.ts';
import { isComparable, willBeComparable } from './comparable.ts';
import { createKeyIndexSql, hasKeyIndex, keyNotUnique } from './key-index.ts';

/** A stream with write mode upsert, as check has planned it. */
export interface CheckedStream {
  readonly spec: StreamSpec;
  readonly target: Target;
  /** Undefined where there is none yet. */
  readonly table: TargetTable | undefined;
  readonly plans: readonly ColumnPlan[];
  readonly types: TypeCatalog;
  /** Columns that become text, as their type is missing here. */
  readonly asText: ReadonlySet<string>;
}

type Add = (code: string, message: string, hint: string, column?: string, severity?: Problem['severity']) => void;

/** What keeps rows from being merged by their key. */
export async function upsertProblems(db: Queryable, stream: CheckedStream): Promise<Problem[]> {
  const { spec, table } = stream;
  const problems: Problem[] = [];
  const add: Add = (code, message, hint, column, severity = 'error') => {
    problems.push({ ...streamProblem(spec.name, code, message, hint, column), severity });
  };
  if (spec.key.length === 0) {
    const hint = "name the stream's key columns, or give it a primary key at the source";
    add('key_missing', 'write_mode upsert needs a key, and the stream has none', hint);
    return problems;
  }
  await keyColumnProblems(db, stream, add);
  await orderProblems(db, stream, add);
  if ((table?.kind === 'r' || table?.kind === 'p') && problems.every(({ severity }) => severity === 'warning')) {
    await targetProblems(db, stream, table, add);
  }
  return problems;
}

async function keyColumnProblems(db: Queryable, stream: CheckedStream, add: Add): Promise<void> {
  const { spec, types } = stream;
  for (const [i, name] of spec.key.entries()) {
    const column = spec.columns.find((candidate) => candidate.name === name);
    const named = `the key column ${JSON.stringify(name)}`;
    if (spec.key.indexOf(name) !== i) add('same_column', `${named} comes twice`, 'leave one out', name);
    else if (column === undefined) {
      const hint = "add it to the stream's columns, or choose another key";
      add('key_column_missing', `${named} is not one of the stream's columns`, hint, name);
    } else if (!(await comparable(db, stream, column, types))) {
      const hint = 'choose a key of types that an index can hold';
      add('key_not_comparable', `${named} is ${column.nativeType}, whose values can't be told apart`, hint, name);
    } else if (column.nullable) {
      const hint = 'the load fails if there is a null';
      add('key_may_be_null', `${named} may be null at the source`, hint, name, 'warning');
    }
  }
}

/** Cursor and tie-breaker decide which row of a key is the last one: here, by their values. */
async function orderProblems(db: Queryable, stream: CheckedStream, add: Add): Promise<void> {
  const { spec, types, asText } = stream;
  if (spec.syncMode !== 'incremental' || spec.cursor === undefined) return;
  for (const name of [spec.cursor.column, spec.cursor.tieBreakerColumn]) {
    if (name === undefined) continue;
    const column = spec.columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      const hint = "add it to the stream's columns: it says which row of a key is the last one";
      add('cursor_not_delivered', `column ${JSON.stringify(name)} is not one of the stream's columns`, hint, name);
    } else if (asText.has(name) || !(await comparable(db, stream, column, types))) {
      const hint = 'install its type at the destination, or choose another cursor';
      add('cursor_not_comparable', `column ${JSON.stringify(name)} has no order here`, hint, name);
    }
  }
}

async function comparable(
  db: Queryable,
  { plans, asText }: CheckedStream,
  column: Column,
  types: TypeCatalog,
): Promise<boolean> {
  const plan = plans.find(({ name }) => name === column.name);
  if (plan === undefined) return true;
  const definition = asText.has(column.name) ? undefined : readColumnDefinition(column);
  const isNew = definition?.types.some(({ schema, name }) =>
    types.types.some(({ type, exists }) => !exists && type.schema === schema && type.name === name),
  );
  return isNew === true && definition !== undefined
    ? willBeComparable(db, definition.type, types)
    : isComparable(db, plan.sqlType);
}

async function targetProblems(
  db: Queryable,
  { spec, target }: CheckedStream,
  table: TargetTable,
  add: Add,
): Promise<void> {
  const where = formatTarget(target);
  if (!(await hasKeyIndex(db, table.oid, spec.key))) {
    add('key_not_unique', keyNotUnique(target, spec.key), createKeyIndexSql(target, spec.key));
  }
  for (const { name, identity } of table.columns) {
    const delivered = spec.columns.some((column) => column.name === name);
    if (identity !== 'a' || !delivered || spec.key.includes(name)) continue;
    add(
      'column_identity_always',
      `column ${JSON.stringify(name)} of ${where} is GENERATED ALWAYS AS IDENTITY: a row that is there can't be given another value`,
      `leave the column out of the stream, or ALTER TABLE ${where} ALTER COLUMN ${formatTarget({ schema: '', table: name })} SET GENERATED BY DEFAULT;`,
      name,
    );
  }
  const { rows } = await db.query<{ rulename: string }>(
    `SELECT rulename::text FROM pg_rewrite WHERE ev_class = $1 AND ev_type IN ('2', '3') ORDER BY rulename LIMIT 1`,
    [table.oid],
  );
  if (rows[0] !== undefined) {
    add(
      'rule_in_the_way',
      `${where} has the rule ${JSON.stringify(rows[0].rulename)}, and PostgreSQL does not upsert where INSERT or UPDATE has rules`,
      'use a trigger instead of the rule',
    );
  }
}
