import type { Problem, StreamSpec } from '@rapidbyte/connector';
import { streamProblem } from './target.ts';

/** What about sync mode and write mode alone can't be. */
export function modeProblems(spec: StreamSpec): Problem[] {
  if (spec.syncMode !== 'incremental') return [];
  const problems: Problem[] = [];
  const add = (code: string, message: string, hint: string): void => {
    problems.push({ ...streamProblem(spec.name, code, message, hint), category: 'config' });
  };
  if (spec.writeMode === 'replace') {
    add(
      'replace_incremental',
      'sync_mode incremental brings only what is new, and write_mode replace would drop all the rest',
      'use write_mode append or upsert, or sync_mode full_refresh',
    );
  }
  if (spec.cursor === undefined) {
    add('cursor_missing', 'sync_mode incremental needs a cursor', 'set cursor_field');
  }
  return problems;
}
