import type { DatabaseSync } from 'node:sqlite';

export type Sqlite = typeof import('node:sqlite');
export type { DatabaseSync };

/**
 * Node's SQLite, loaded when it is first needed. Some versions of Node print an ExperimentalWarning then, which is no news for
 * the user of a pipeline: it is left out, and no other one, as loading is synchronous. Null where Node was built without.
 */
export function loadSqlite(): Sqlite | null {
  const emitWarning = Reflect.get(process, 'emitWarning') as (...values: unknown[]) => void;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] === 'ExperimentalWarning') return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return process.getBuiltinModule('node:sqlite') ?? null;
  } finally {
    process.emitWarning = emitWarning;
  }
}
