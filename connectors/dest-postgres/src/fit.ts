import { ConnectorError, type StreamSpec, type Problem } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';
import { streamProblem, formatTarget, type Target } from './target.ts';
import type { TargetTable } from './target-table.ts';
import type { ColumnPlan } from './types.ts';

/** What keeps a stream's rows from going into an existing table. */
export function fitProblems(
  spec: StreamSpec,
  target: Target,
  table: TargetTable,
  plans: readonly ColumnPlan[],
): Problem[] {
  const problems: Problem[] = [];
  const where = formatTarget(target);
  const add = (code: string, message: string, hint: string, column?: string): void => {
    problems.push(streamProblem(spec.name, code, message, hint, column));
  };
  if (table.kind !== 'r' && table.kind !== 'p') {
    add('target_not_a_table', `${where} exists and is not a table`, 'drop it, or choose another schema');
    return problems;
  }
  const existing = new Map(table.columns.map((column) => [column.name, column]));
  for (const plan of plans) {
    const column = existing.get(plan.name);
    const type = normalTypeName(plan.sqlType);
    if (column === undefined) {
      add(
        'column_missing',
        `${where} has no column ${JSON.stringify(plan.name)}`,
        `add it to ${where} as ${type}, leave it out of the stream, or drop ${where}`,
        plan.name,
      );
    } else if (column.generated !== '') {
      add(
        'column_generated',
        `column ${JSON.stringify(plan.name)} of ${where} is generated there, so that nothing can be written to it`,
        'leave the column out of the stream',
        plan.name,
      );
    } else if (!widens(type, column.type)) {
      add(
        'incompatible_type',
        `column ${JSON.stringify(plan.name)} is ${type}, in ${where} it is ${column.type}, which does not hold every value`,
        `change the type in ${where}, or drop ${where}`,
        plan.name,
      );
    } else if (column.notNull && plan.nullable) {
      problems.push({
        ...streamProblem(
          spec.name,
          'column_may_be_null',
          `column ${JSON.stringify(plan.name)} may be null at the source and is NOT NULL in ${where}`,
          'the load fails if there is a null',
          plan.name,
        ),
        severity: 'warning',
      });
    }
  }
  const delivered = new Set(plans.map(({ name }) => name));
  for (const column of table.columns) {
    const fillsItself = column.hasDefault || column.identity !== '' || column.generated !== '';
    if (column.notNull && !fillsItself && !delivered.has(column.name)) {
      add(
        'column_not_delivered',
        `column ${JSON.stringify(column.name)} of ${where} is NOT NULL without a default, and the stream does not have it`,
        'give it a default, or choose the column',
        column.name,
      );
    }
  }
  return problems;
}

/** The target may have been altered since it was checked: a cast to what it is now could round. @throws {ConnectorError} */
export function requireFit(spec: StreamSpec, target: Target, table: TargetTable, plans: readonly ColumnPlan[]): void {
  const error = fitProblems(spec, target, table, plans).find(({ severity }) => severity === 'error');
  if (error === undefined) return;
  throw new ConnectorError({ ...error, stream: formatStreamName(spec.name), commitState: 'before' });
}

/**
 * Whether every value of one type is a value of the other, and the cast between them changes none. Types as
 * format_type writes them. Assignment casts alone do not say so: they round numerics and cut fractions off.
 */
export function widens(fromType: string, toType: string): boolean {
  const from = normalTypeName(fromType);
  const to = normalTypeName(toType);
  if (from === to) return true;
  const source = parseType(from);
  const wanted = parseType(to);
  const numbers = ['smallint', 'integer', 'bigint', 'numeric'];
  const rank = numbers.indexOf(source.name);
  if (rank >= 0 && rank < 3) {
    if (wanted.name === 'numeric') return wanted.modifiers.length === 0;
    return numbers.indexOf(wanted.name) > rank;
  }
  if (source.name === 'real') return to === 'double precision';
  if (source.name === 'numeric' && wanted.name === 'numeric') {
    if (wanted.modifiers.length === 0) return true;
    const [precision = 0, scale = 0] = source.modifiers;
    const [wantedPrecision = 0, wantedScale = 0] = wanted.modifiers;
    return source.modifiers.length > 0 && wantedScale >= scale && wantedPrecision - wantedScale >= precision - scale;
  }
  if (source.name === 'character varying') {
    if (to === 'text' || to === 'character varying') return true;
    const [length = Infinity] = source.modifiers;
    return wanted.name === 'character varying' && (wanted.modifiers[0] ?? Infinity) >= length;
  }
  return from === 'text' && to === 'character varying';
}

/** `numeric(12,2)` → `numeric`. */
export function baseTypeName(type: string): string {
  return parseType(normalTypeName(type)).name;
}

function parseType(type: string): { readonly name: string; readonly modifiers: readonly number[] } {
  const match = /^([a-z ]+)\((-?\d+(?:,-?\d+)*)\)$/.exec(type);
  if (match === null) return { name: type, modifiers: [] };
  return { name: match[1] ?? type, modifiers: (match[2] ?? '').split(',').map(Number) };
}

/** A type's name without the quotes that it does not need, so that names can be compared whoever wrote them. */
export function normalTypeName(type: string): string {
  return type.replaceAll(/"([a-z_][a-z0-9_$]*)"/g, '$1');
}
