import type { CheckResult } from '../../engine/types.ts';
import type { Line } from '../output.ts';
import { countOf } from './quantity.ts';

export function checkLines(result: CheckResult): readonly Line[] {
  const errors = result.problems.filter((problem) => problem.severity === 'error').length;
  const warnings = result.problems.length - errors;
  const systems = (['source', 'destination'] as const).flatMap((side): Line[] => {
    const checked = result[side];
    if (checked === undefined) return [];
    return [[`${side}: ${checked.system} by ${checked.connector.name} ${checked.connector.version}`]];
  });
  const streams = result.streams.map((stream): Line => {
    const reason = stream.guaranteeReason === '' ? '' : `: ${stream.guaranteeReason}`;
    return [`${stream.name} → ${stream.target}  `, { text: `${stream.guarantee}${reason}`, style: 'dim' }];
  });
  const found = warnings > 0 ? `, ${countOf(warnings, 'warning')}` : '';
  const verdict: Line = result.ok
    ? [{ text: 'ok', style: 'green' }, `: ${countOf(result.streams.length, 'stream')}${found}`]
    : [{ text: countOf(errors, 'error'), style: 'red' }, found];
  return [...systems, ...streams, verdict];
}
