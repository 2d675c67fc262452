import type { ClauseResult, Conclusion, ConformanceReport, ListedClause, Verdict } from '@rapidbyte/connector/testing';
import type { Line, Style } from '../output.ts';
import { formatSeconds } from './quantity.ts';

const styles: Readonly<Record<Verdict, Style>> = { PASS: 'green', FAIL: 'red', SKIP: 'dim', NOT_REACHED: 'yellow' };
const widest = 'NOT_REACHED'.length;

/** One clause, as its verdict comes. */
export function clauseLine({ verdict, clause, title, reason }: ClauseResult): Line {
  const said = verdict === 'PASS' || reason === undefined ? title : `${title}: ${reason}`;
  return [{ text: verdict.padEnd(widest), style: styles[verdict] }, ` ${clause}  `, { text: said, style: 'dim' }];
}

const conclusions: Readonly<Record<Conclusion, { readonly text: string; readonly style: Style }>> = {
  conforms: { text: 'conforms', style: 'green' },
  incomplete: { text: 'incomplete', style: 'yellow' },
  violates: { text: 'violates the protocol', style: 'red' },
};

/** By family, and all together. */
export function conformanceLines(report: ConformanceReport): readonly Line[] {
  const families = [...new Set(report.results.map(({ family }) => family))];
  const totalMs = report.results.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const { text, style } = conclusions[report.conclusion];
  return [
    [],
    ...families.map((family): Line => {
      const results = report.results.filter((result) => result.family === family);
      return [`${family.padEnd(12)} ${counted(results)}`];
    }),
    [],
    [
      { text, style },
      ` as a ${report.role}: ${counted(report.results)}, in ${formatSeconds(totalMs / 1000)}, seed ${report.seed}`,
    ],
  ];
}

function counted(results: readonly ClauseResult[]): string {
  return (['PASS', 'FAIL', 'NOT_REACHED', 'SKIP'] as const)
    .flatMap((verdict) => {
      const count = results.filter((result) => result.verdict === verdict).length;
      return count === 0 ? [] : [`${count} ${verdict}`];
    })
    .join(', ');
}

/** Every clause, and every rule that none observes. */
export function explainConformanceLines(
  clauses: readonly ListedClause[],
  unobserved: Readonly<Record<string, string>>,
): readonly Line[] {
  const families = [...new Set(clauses.map(({ family }) => family))];
  return [
    ...families.flatMap((family): Line[] => [
      [{ text: family, style: 'bold' }],
      ...clauses
        .filter((clause) => clause.family === family)
        .map(({ id, roles, title, rules }): Line => {
          const others = rules.slice(1);
          const also = others.length === 0 ? '' : ` (also ${others.join(', ')})`;
          const only = roles.length === 1 ? `, ${roles.join()}s only` : '';
          return [`  ${id}  `, { text: `${title}${also}${only}`, style: 'dim' }];
        }),
    ]),
    [{ text: 'not observed', style: 'bold' }],
    ...Object.entries(unobserved).map(([rule, why]): Line => [`  ${rule}  `, { text: why, style: 'dim' }]),
  ];
}
