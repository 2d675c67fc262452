import type { ErrorCategory } from '@rapidbyte/connector';
import { PipelineError } from '../connector/error.ts';

const elsewhere = 'name another file with --state or RAPIDBYTE_STATE, or remember nothing: --state none';
const moveAway =
  'name another file with --state; if it was one, move it away, and a new one is made: the positions that count are at the ' +
  'destination, only history is lost';

/** SQLite's primary result codes: https://www.sqlite.org/rescode.html. */
const sqlite = {
  error: 1,
  perm: 3,
  busy: 5,
  locked: 6,
  readonly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
};

/** SQLITE_IOERR_SHMSIZE, an extended code: the log's index could not grow, which is how a full disk shows there. */
const shmSize = 4874;

type Failure = readonly [code: string, category: ErrorCategory, what: string, hint: string];

/** What SQLite or the file system says of the state file, translated. What is neither, or a defect of ours, is given back as it is. */
export function stateError(error: unknown, file: string): unknown {
  const failure = error instanceof Error ? (sqliteFailure(error) ?? fileFailure(error)) : null;
  if (failure === null) return error;
  const [code, category, what, hint] = failure;
  return stateProblem(file, code, category, what, hint, error);
}

export function stateProblem(
  file: string,
  code: string,
  category: ErrorCategory,
  what: string,
  hint: string,
  cause?: unknown,
): PipelineError {
  return new PipelineError({ side: 'host', category, code, message: `the state file ${file} ${what}`, hint, cause });
}

export function versionUnknown(file: string, found: number, known: number): PipelineError {
  const what = `has format ${found}, and this version of rapidbyte knows formats up to ${known}`;
  return stateProblem(file, 'state_version_unknown', 'config', what, `use the newer rapidbyte, or ${elsewhere}`);
}

export function notOurs(file: string): PipelineError {
  return stateProblem(file, 'state_file_foreign', 'config', 'is a database of another program', elsewhere);
}

export function corrupt(file: string, cause?: unknown): PipelineError {
  return stateProblem(file, 'state_corrupt', 'config', 'is damaged, or no state file at all', moveAway, cause);
}

export function withoutSqlite(file: string): PipelineError {
  const what = 'cannot be opened: this Node was built or started without SQLite';
  return stateProblem(file, 'state_not_accessible', 'config', what, 'use --state none, or another Node');
}

/** There is nothing to write into. */
export function noStateFile(): PipelineError {
  return new PipelineError({
    side: 'host',
    category: 'config',
    code: 'state_none',
    message: 'there is no state file to write into: --state or RAPIDBYTE_STATE says none',
    hint: 'name the file with --state',
  });
}

function sqliteFailure(error: Error): Failure | null {
  if (!('errcode' in error) || typeof error.errcode !== 'number') return null;
  if (error.errcode === shmSize) return diskFull;
  switch (error.errcode & 0xff) {
    case sqlite.busy:
    case sqlite.locked:
      return ['state_locked', 'transient', 'is locked by another process', 'end that process, or try again later'];
    case sqlite.full:
      return diskFull;
    // A table or column of ours is missing.
    case sqlite.error:
    case sqlite.corrupt:
    case sqlite.notADatabase:
      return ['state_corrupt', 'config', 'is damaged, or no state file at all', moveAway];
    case sqlite.perm:
    case sqlite.readonly:
    case sqlite.cantOpen:
      return notAccessible('may not be read and written, or its folder may not');
    case sqlite.ioError:
      return notAccessible(`cannot be used: ${error.message}`);
    default:
      return null;
  }
}

const diskFull: Failure = [
  'state_disk_full',
  'internal',
  'cannot be written: no space is left',
  `free some space, or ${elsewhere}`,
];

function notAccessible(what: string): Failure {
  return ['state_not_accessible', 'config', what, elsewhere];
}

function fileFailure(error: Error): Failure | null {
  if (!('syscall' in error) || !('code' in error)) return null;
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull;
    case 'ENOENT':
    case 'ENOTDIR':
      return notAccessible('cannot be made: its folder does not exist');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return notAccessible('may not be made or written here');
    default:
      return notAccessible(`cannot be used: ${String(error.code)}`);
  }
}
