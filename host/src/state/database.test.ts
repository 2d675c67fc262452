import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StateDatabase } from './database.ts';
import { listRuns } from './history.ts';
import { StateJournal } from './run-journal.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapidbyte-state-'));
  file = join(folder, '.rapidbyte', 'state.db');
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

function addRun(database: StateDatabase, runId: string): void {
  new StateJournal(database).runStarted({ runId, pipeline: 'p', startedAt: new Date().toISOString() });
}

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('a state file', () => {
  it('and its folder are made for this user alone, whatever the umask lets', () => {
    const umask = process.umask(0);
    try {
      const database = StateDatabase.open(file);
      addRun(database, 'a');
      expect([mode(join(folder, '.rapidbyte')), mode(file), mode(`${file}-wal`)]).toEqual(['700', '600', '600']);
      database.close();
    } finally {
      process.umask(umask);
    }
    expect(readFileSync(join(folder, '.rapidbyte', '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('keeps what was written, for those who only look too', () => {
    const database = StateDatabase.open(file);
    addRun(database, 'a');
    const reader = StateDatabase.openToRead(file);
    expect(reader === null ? [] : listRuns(reader, 'p', 10).map(({ runId }) => runId)).toEqual(['a']);
    expect(() => reader?.run('DELETE FROM run')).toThrow(/may not be read and written/);
    reader?.close();
    database.close();
  });

  it('that is not there is not made by looking', () => {
    expect(StateDatabase.openToRead(file)).toBeNull();
    expect(() => statSync(join(folder, '.rapidbyte'))).toThrow(/ENOENT/);
  });

  it('is rolled back where the work fails', () => {
    const database = StateDatabase.open(file);
    const work = () =>
      database.write('durable', () => {
        database.insert('INTO position', { pipeline: 'p', stream: 's', run_id: 'r', load_id: 'l', saved_at: 't' });
        throw new Error('in the middle');
      });
    expect(work).toThrow('in the middle');
    expect(database.all('SELECT * FROM position')).toEqual([]);
    addRun(database, 'a');
    database.close();
  });

  it('survives the death of its writers at any moment, with every load that they have named', async () => {
    const script = fileURLToPath(new URL('../../../test/fixtures/remembers-runs-without-end.ts', import.meta.url));
    for (const named of [1, 7, 30]) {
      const child = spawn(process.execPath, ['--conditions=rapidbyte-source', script, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.split('\n').length > named) child.kill('SIGKILL');
      });
      await once(child, 'close');
      const runs = output.split('\n').slice(0, -1);
      expect(runs.length).toBeGreaterThanOrEqual(named);
      const database = StateDatabase.open(file);
      expect(database.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      const remembered = database.all<{ run_id: string }>(`SELECT run_id FROM run WHERE load_id = 'load ' || run_id`);
      expect(remembered.map(({ run_id: runId }) => runId)).toEqual(expect.arrayContaining(runs));
      database.close();
    }
  });

  it('is made and used by several processes at once', async () => {
    const script = fileURLToPath(new URL('../../../test/fixtures/remembers-a-run.ts', import.meta.url));
    const children = Array.from({ length: 6 }, (_, index) =>
      spawn(process.execPath, ['--conditions=rapidbyte-source', script, file, `run-${index}`], { stdio: 'inherit' }),
    );
    const exits = await Promise.all(children.map((child) => once(child, 'exit')));
    expect(exits.map(([code]) => code as number)).toEqual([0, 0, 0, 0, 0, 0]);
    const database = StateDatabase.open(file);
    expect(listRuns(database, 'p', 10)).toHaveLength(6);
    database.close();
  });
});

/** The code of the error, after its message and hint were looked at. */
function refusal(path = file): string | undefined {
  try {
    StateDatabase.open(path).close();
  } catch (error) {
    expect(error).toMatchObject({ side: 'host', hint: expect.stringMatching(/\w/) as string });
    expect((error as Error).message).toContain(path);
    return (error as { code?: string }).code;
  }
  return undefined;
}

describe('is refused, with a hint:', () => {
  it('a file of a newer format', () => {
    StateDatabase.open(file).close();
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    expect(refusal()).toBe('state_version_unknown');
    expect(() => StateDatabase.openToRead(file)).toThrow(/format 99, .* up to 1/);
  });

  it('a database of another program', () => {
    mkdirSync(join(folder, '.rapidbyte'));
    const raw = new DatabaseSync(file);
    raw.exec('CREATE TABLE bookmarks (url TEXT)');
    raw.close();
    expect(refusal()).toBe('state_file_foreign');
    const other = new DatabaseSync(file);
    expect(other.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' });
    other.close();
  });

  it('a file that is no database, which stays as it is', () => {
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'remember the milk\n'.repeat(500));
    expect(refusal(text)).toBe('state_corrupt');
    expect(readFileSync(text, 'utf8')).toBe('remember the milk\n'.repeat(500));
  });

  it('a folder', () => expect(refusal(folder)).toBe('state_corrupt'));

  it('a file that was cut off, or is damaged within', () => {
    const database = StateDatabase.open(file);
    for (let run = 0; run < 50; run++) addRun(database, `run-${run}`);
    database.close();
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, 4096));
    expect(refusal()).toBe('state_corrupt');
    writeFileSync(file, Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 0xff)]));
    const damaged = StateDatabase.open(file);
    expect(() => addRun(damaged, 'one more')).toThrow(expect.objectContaining({ code: 'state_corrupt' }) as Error);
    damaged.close();
  });

  it('a file in a folder that does not exist', () => {
    expect(refusal(join(folder, 'no', 'state.db'))).toBe('state_not_accessible');
  });

  it('a folder that may not be written', () => {
    chmodSync(folder, 0o555);
    // Root may write anywhere; somebody else may not.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      expect(refusal(join(folder, 'state.db'))).toBe('state_not_accessible');
      expect(refusal()).toBe('state_not_accessible');
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('a file that another process has locked, after a while', () => {
    const database = StateDatabase.open(file);
    const holder = new DatabaseSync(file);
    holder.exec('BEGIN IMMEDIATE');
    database.waitLess();
    expect(() => addRun(database, 'a')).toThrow(
      expect.objectContaining({ code: 'state_locked', retryable: true }) as Error,
    );
    holder.exec('ROLLBACK');
    addRun(database, 'a');
    holder.close();
    database.close();
  });
});
