import type { ConformanceReport } from '@rapidbyte/connector/testing';

/** What is neither observed as it must be nor left out by the connector itself, with the reason. */
export const blemishes = ({ results }: ConformanceReport): readonly string[] =>
  results.flatMap(({ clause, verdict, reason }) =>
    verdict === 'PASS' || verdict === 'SKIP' ? [] : [`${verdict} ${clause}: ${reason ?? ''}`],
  );

/** Verdicts by family, for the log of a run. */
export function byFamily({ results }: ConformanceReport): Readonly<Record<string, string>> {
  const families: Record<string, string[]> = {};
  for (const { family, verdict } of results) (families[family] ??= []).push(verdict);
  return Object.fromEntries(
    Object.entries(families).map(([family, verdicts]) => [
      family,
      ['PASS', 'FAIL', 'NOT_REACHED', 'SKIP']
        .flatMap((verdict) => {
          const count = verdicts.filter((each) => each === verdict).length;
          return count === 0 ? [] : [`${count} ${verdict}`];
        })
        .join(', '),
    ]),
  );
}
