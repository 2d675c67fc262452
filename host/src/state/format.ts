/** Marks the file as ours in its header: "RbSt". */
export const applicationId = 0x52_62_53_74;

/*
 * The format of the state file, as steps: the n-th brings a file of format n - 1 to format n, which `PRAGMA user_version` names.
 * A step that was released is never changed. Times are ISO 8601, UTC; positions are bytes in hexadecimal, streams are quoted as
 * a user writes them; settings, errors and events are the JSON of the engine's types.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE run (
    run_id TEXT NOT NULL UNIQUE,
    pipeline TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at TEXT NOT NULL,
    -- Who runs it: a machine, and there a process, named by its id and the moment of its start.
    machine TEXT NOT NULL,
    pid INTEGER NOT NULL,
    process TEXT,
    load_id TEXT,
    load_begun_at TEXT,
    -- Null while it runs, and for ever if it was killed.
    finished_at TEXT,
    status TEXT,
    seconds REAL,
    settings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(settings)),
    -- The first of them; all in all they were errors_total.
    errors TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(errors)),
    errors_total INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX run_by_age ON run (pipeline, started_at);

  -- What a run brings into one stream.
  CREATE TABLE load (
    run_id TEXT NOT NULL REFERENCES run (run_id) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    load_id TEXT NOT NULL,
    target TEXT NOT NULL,
    sync_mode TEXT,
    write_mode TEXT,
    guarantee TEXT NOT NULL,
    epoch INTEGER,
    begun_at TEXT,
    published_at TEXT,
    status TEXT,
    rows_read INTEGER,
    rows_committed INTEGER,
    bytes_committed INTEGER,
    seconds REAL,
    units INTEGER,
    settings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(settings)),
    PRIMARY KEY (run_id, stream)
  ) STRICT;

  CREATE TABLE event (
    run_id TEXT NOT NULL REFERENCES run (run_id) ON DELETE CASCADE,
    -- Counts 1, 2, …; what is missing was left out, as there were too many.
    number INTEGER NOT NULL,
    event TEXT NOT NULL CHECK (json_valid(event)),
    PRIMARY KEY (run_id, number)
  ) STRICT;

  -- Where incremental streams stand, as the destination has said last. Not pruned with the run.
  CREATE TABLE position (
    pipeline TEXT NOT NULL,
    stream TEXT NOT NULL,
    -- Both null: the destination had none.
    position_order TEXT,
    position_incarnation TEXT,
    run_id TEXT NOT NULL,
    load_id TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (pipeline, stream)
  ) STRICT;
  `,
];
