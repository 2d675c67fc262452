import { existsSync } from 'node:fs';
import { corrupt, notOurs, stateError, versionUnknown, withoutSqlite } from './errors.ts';
import { applicationId, migrations } from './format.ts';
import { makeFile } from './make-file.ts';
import { type DatabaseSync, loadSqlite } from './sqlite.ts';

/** How long another process's write is waited for before a row moves. Writes take milliseconds. */
const startWaitMs = 3000;
/** While rows move: whoever waits here passes no batch on, and a connector must not seem silent for it. */
const runWaitMs = 500;
const retryMs = 20;

/** What may be bound to a `?`. */
export type Value = string | number | null;

/**
 * `durable`: on the disk when it returns, a power failure included. `quick`: safe from the end of this process, and never half
 * of it is seen, but the last moments before a power failure may be missing.
 */
export type Durability = 'durable' | 'quick';

/** The state file, open. Several processes may have it open at once. Every method may throw PipelineError `state_…`. */
export class StateDatabase {
  readonly file: string;
  readonly #db: DatabaseSync;

  private constructor(file: string, db: DatabaseSync) {
    this.file = file;
    this.#db = db;
  }

  /** Makes the file, and its folder, where they are not there: for this user alone. */
  static open(file: string): StateDatabase {
    return translated(file, () => {
      makeFile(file);
      const database = StateDatabase.#open(file, false);
      try {
        if (database.#version() < migrations.length) database.#migrate();
        return database;
      } catch (error) {
        database.close();
        throw error;
      }
    });
  }

  /** To look at it; null where there is none. */
  static openToRead(file: string): StateDatabase | null {
    if (!existsSync(file)) return null;
    return translated(file, () => {
      const database = StateDatabase.#open(file, true);
      try {
        if (database.#version() === migrations.length) return database;
      } catch (error) {
        database.close();
        throw error;
      }
      // Of an older format, or empty: it is brought up to date first.
      database.close();
      return StateDatabase.open(file);
    });
  }

  static #open(file: string, readOnly: boolean): StateDatabase {
    const sqlite = loadSqlite();
    if (sqlite === null) throw withoutSqlite(file);
    const db = new sqlite.DatabaseSync(file, { readOnly, enableForeignKeyConstraints: true });
    db.exec(`PRAGMA busy_timeout = ${startWaitMs}; PRAGMA trusted_schema = OFF`);
    return new StateDatabase(file, db);
  }

  /** From now on rows move. */
  waitLess(): void {
    this.#db.exec(`PRAGMA busy_timeout = ${runWaitMs}`);
  }

  /** Runs `work` in one transaction, which is rolled back when it throws. */
  write<T>(durability: Durability, work: () => T): T {
    return translated(this.file, () => {
      this.#db.exec(`PRAGMA synchronous = ${durability === 'durable' ? 'FULL' : 'NORMAL'}`);
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#db.exec('COMMIT');
        return result;
      } catch (error) {
        // A failed COMMIT may have ended it already.
        if (this.#db.isTransaction !== false) this.#rollBack();
        throw error;
      }
    });
  }

  /** Gives how many rows it has changed. */
  run(sql: string, ...values: readonly Value[]): number {
    return translated(this.file, () => Number(this.#db.prepare(sql).run(...values).changes));
  }

  /** @param into `INTO run`, or `OR IGNORE INTO run`; gives how many rows it has added */
  insert(into: `${'' | `OR ${string} `}INTO ${string}`, row: Readonly<Record<string, Value>>): number {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    return this.run(`INSERT ${into} (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row));
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it selects
  all<Row extends object>(sql: string, ...values: readonly Value[]): readonly Row[] {
    return translated(this.file, () => this.#db.prepare(sql).all(...values) as Row[]);
  }

  close(): void {
    this.#db.close();
  }

  #rollBack(): void {
    try {
      this.#db.exec('ROLLBACK');
    } catch {
      // There was none any more; what went wrong before is what counts.
    }
  }

  #pragma(name: 'user_version' | 'application_id'): number {
    return Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name]);
  }

  /** @throws PipelineError if the file is not ours, or of a newer format */
  #version(): number {
    const version = this.#pragma('user_version');
    const id = this.#pragma('application_id');
    if (id !== applicationId) {
      const { tables } = this.#db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() ?? {};
      if (id !== 0 || version !== 0 || tables !== 0) throw notOurs(this.file);
    }
    if (version > migrations.length) throw versionUnknown(this.file, version, migrations.length);
    return version;
  }

  #migrate(): void {
    this.#useWal();
    this.write('durable', () => {
      // Another process may have done it meanwhile.
      for (const step of migrations.slice(this.#version())) this.#db.exec(step);
      this.#db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
    });
  }

  /** Stays with the file. SQLite does not wait by itself where two processes do this at once. */
  #useWal(): void {
    const until = performance.now() + startWaitMs;
    for (;;) {
      try {
        this.#db.exec('PRAGMA journal_mode = WAL');
        return;
      } catch (error) {
        if (performance.now() > until) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
      }
    }
  }
}

/** JSON that this program has written into the file. @throws PipelineError `state_corrupt` */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it has written there
export function stored<T>(file: string, json: string): T {
  try {
    return JSON.parse(json) as T;
  } catch (error) {
    throw corrupt(file, error);
  }
}

function translated<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw stateError(error, file);
  }
}
