import * as z from 'zod/mini';
import { byteSize, wholeNumber } from './number-schema.ts';
import { withHint } from './with-hint.ts';

/*
 * The keys of `resources` that say how often a run commits, and what it does when it fails or is asked to stop.
 */

const kib = 2 ** 10;
const mib = 2 ** 20;
const tib = 2 ** 40;

/**
 * A commit costs a round trip, a flush to disk and, for upsert, a merge: tens of milliseconds. 64 MiB take a second or more at the
 * speeds that were measured, so that it costs a few percent, and a failure repeats no more than that second.
 */
const defaultCheckpointBytes = 64 * mib;
/** Bounds what one merge has to do where rows are narrow: 64 MiB may be three million of them. */
const defaultCheckpointRows = 1_000_000;
/** A source that trickles reaches neither of the other two; its rows are to be seen soon all the same. */
const defaultCheckpointSeconds = 10;

/** With back-off, a minute or so: a server that restarts is back by then, and one that is gone is reported. */
const defaultMaxRetries = 5;
/** Below the 30 s that Kubernetes gives a pod between SIGTERM and SIGKILL, with room for what comes after the drain. */
const defaultStopTimeoutSeconds = 20;

const daySeconds = 86_400;

export const recoveryKeys = {
  checkpoint_interval_bytes: z._default(
    byteSize(64 * kib, tib, withHint('must be from 64kb to 1tb', 'a commit costs some tens of milliseconds: 64mb')),
    defaultCheckpointBytes,
  ),
  checkpoint_interval_rows: z._default(
    wholeNumber(1, 1e9, withHint('must be a whole number from 1 to 1000000000', 'leave it out for 1000000')),
    defaultCheckpointRows,
  ),
  checkpoint_interval_seconds: z._default(
    wholeNumber(1, daySeconds, withHint(`must be a whole number from 1 to ${daySeconds}`, 'leave it out for 10')),
    defaultCheckpointSeconds,
  ),
  max_retries: z._default(
    wholeNumber(0, 100, withHint('must be a whole number from 0 to 100', '0 fails at the first error')),
    defaultMaxRetries,
  ),
  stop_timeout_seconds: z._default(
    wholeNumber(0, 3600, withHint('must be a whole number from 0 to 3600', '0 stops without waiting for a commit')),
    defaultStopTimeoutSeconds,
  ),
};

/** Where the file says nothing of `resources` at all. */
export const recoveryDefaults = {
  checkpoint_interval_bytes: defaultCheckpointBytes,
  checkpoint_interval_rows: defaultCheckpointRows,
  checkpoint_interval_seconds: defaultCheckpointSeconds,
  max_retries: defaultMaxRetries,
  stop_timeout_seconds: defaultStopTimeoutSeconds,
};
