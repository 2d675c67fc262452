import { join, resolve } from 'node:path';

/** The folder that is made where it is not there; any other one has to be. */
export const stateFolder = '.rapidbyte';

/** What is said in place of a file by who wants nothing remembered. */
export const noState = 'none';

/**
 * The state file: what the command line says, else RAPIDBYTE_STATE, else `.rapidbyte/state.db` beside the pipeline. Relative
 * paths begin at the working directory. Null: nothing is remembered.
 */
export function stateFile(
  flag: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  pipelineDirectory: string,
): string | null {
  const said = flag ?? environment['RAPIDBYTE_STATE'] ?? '';
  if (said === noState) return null;
  return said === '' ? join(pipelineDirectory, stateFolder, 'state.db') : resolve(said);
}
