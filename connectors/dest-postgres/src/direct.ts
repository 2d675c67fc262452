import { ConnectorError, type Problem, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName, quoteQualified } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import { baseTypeName } from './fit.ts';
import { columnDefinitions } from './staging.ts';
import type { StreamPlan } from './stream-plan.ts';
import { formatTarget, streamProblem, type Target } from './target.ts';
import type { TargetTable } from './target-table.ts';
import type { ColumnPlan } from './types.ts';

// Units that go straight into the target, without staging: `append_visibility: unit`.

export function writesDirectly(config: DestinationConfig, spec: StreamSpec): boolean {
  return config.appendVisibility === 'unit' && spec.writeMode === 'append';
}

/** The key decides nothing where no stream is appended. */
export function directWarnings(config: DestinationConfig, specs: readonly StreamSpec[]): Problem[] {
  if (config.appendVisibility !== 'unit' || specs.length === 0 || specs.some((spec) => writesDirectly(config, spec))) {
    return [];
  }
  return [
    {
      severity: 'warning',
      category: 'config',
      code: 'setting_without_effect',
      path: 'append_visibility',
      message: 'append_visibility unit has no effect: no stream is appended, and others become visible as a whole',
      hint: 'leave append_visibility out',
    },
  ];
}

/** Why COPY can't write a stream's rows into a target that fits it otherwise. `table`: undefined where there is none yet. */
export function directProblems(
  spec: StreamSpec,
  target: Target,
  table: TargetTable | undefined,
  plans: readonly ColumnPlan[],
): Problem[] {
  const problems: Problem[] = [];
  const existing = new Map(table?.columns.map((column) => [column.name, column.type]));
  for (const { name, stagingType, sqlType } of plans) {
    const there = existing.get(name);
    const why =
      stagingType !== sqlType
        ? `its values of type ${sqlType} travel as text, which only staging can convert`
        : there !== undefined && !sameBinaryForm(sqlType, there)
          ? `it is ${sqlType}, in ${formatTarget(target)} it is ${there}, which only staging can convert`
          : undefined;
    if (why === undefined) continue;
    problems.push({
      ...streamProblem(
        spec.name,
        'needs_staging',
        `column ${JSON.stringify(name)} can't be written unit by unit: ${why}`,
        'set append_visibility to load, or leave the column out',
        name,
      ),
      path: 'append_visibility',
    });
  }
  return problems;
}

/** COPY's binary form says nothing about types: a bigint is read as a timestamp without a word. */
function sameBinaryForm(sent: string, expected: string): boolean {
  const texts = ['text', 'character varying'];
  const from = baseTypeName(sent);
  const to = baseTypeName(expected);
  return from === to || (texts.includes(from) && texts.includes(to));
}

/** Like any table of its schema; no key, as for every appended stream. */
export function createDirectTargetSql(plan: StreamPlan, { schema, table }: Target, serverVersion: number): string {
  return `CREATE TABLE ${quoteQualified(schema, table)} (${columnDefinitions(plan, serverVersion)})`;
}

/** What COPY writes there is read as what the columns are now. @throws {ConnectorError} `needs_staging` */
export function requireBinaryForms(plan: StreamPlan, table: TargetTable): void {
  const [problem] = directProblems(plan.spec, plan.target, table, plan.columns);
  if (problem === undefined) return;
  throw new ConnectorError({ ...problem, commitState: 'before', stream: formatStreamName(plan.spec.name) });
}
