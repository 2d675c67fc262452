import { PipelineError } from '../connector/error.ts';
import type { StateDatabase } from './database.ts';
import { findRuns } from './history.ts';
import type { RememberedRun } from './types.ts';

/** Runs named where the beginning of an id stands for several. */
const namedRuns = 5;

/** The run whose id begins so. @throws PipelineError `run_unknown`, `run_ambiguous` */
export function findRun(state: StateDatabase | null, idPrefix: string): RememberedRun {
  const found = state === null || idPrefix === '' ? [] : findRuns(state, idPrefix.toLowerCase(), namedRuns + 1);
  const [run, another] = found;
  if (run === undefined) {
    throw problem(
      'run_unknown',
      `no run is remembered whose id begins with "${idPrefix}"`,
      'rapidbyte runs lists those that are; --state or the pipeline file says where to look',
    );
  }
  if (another === undefined) return run;
  const ids = found.slice(0, namedRuns).map(({ runId }) => runId);
  const hint = `give more of the id: ${ids.join(', ')}${found.length > namedRuns ? ', …' : ''}`;
  throw problem('run_ambiguous', `the ids of several runs begin with "${idPrefix}"`, hint);
}

function problem(code: string, message: string, hint: string): PipelineError {
  return new PipelineError({ side: 'host', category: 'config', code, message, hint });
}
