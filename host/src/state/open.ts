import { existsSync } from 'node:fs';
import { StateDatabase } from './database.ts';
import { noStateFile, stateProblem } from './errors.ts';
import { stateFile } from './location.ts';

/** Where a command looks for the state. Every function here may throw PipelineError `state_…`. */
export interface StatePlace {
  /** What `--state` says. */
  readonly flag: string | undefined;
  /** The pipeline file's; the working directory where there is none. */
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** To remember a run in; null where nothing is to be remembered. */
export function openState(place: StatePlace): StateDatabase | null {
  const file = fileOf(place);
  return file === null ? null : StateDatabase.open(file);
}

/** To look at it; null where nothing was ever remembered. */
export function openStateToRead(place: StatePlace): StateDatabase | null {
  const file = fileOf(place);
  return file === null ? null : StateDatabase.openToRead(file);
}

/** To take something out of it; null where nothing was ever remembered. */
export function openStateThatExists(place: StatePlace): StateDatabase | null {
  const file = fileOf(place);
  return file === null || !existsSync(file) ? null : StateDatabase.open(file);
}

/** For a command that makes no sense without. @throws PipelineError `state_none` */
export function requireState(place: StatePlace): StateDatabase {
  const state = openState(place);
  if (state === null) throw noStateFile();
  return state;
}

/** For a command that makes no sense without. @throws PipelineError `state_none`, `state_not_found` */
export function requireStateToRead(place: StatePlace): StateDatabase {
  const file = fileOf(place);
  if (file === null) throw noStateFile();
  const state = StateDatabase.openToRead(file);
  if (state !== null) return state;
  const hint = 'name the file with --state; a run makes it';
  throw stateProblem(file, 'state_not_found', 'config', 'does not exist', hint);
}

function fileOf({ flag, directory, environment = process.env }: StatePlace): string | null {
  return stateFile(flag, environment, directory);
}
