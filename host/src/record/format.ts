import type { BatchHeader, Identity } from '@rapidbyte/connector';
import type { JsonObject } from '../config/types.ts';

// One file for each connector process, one JSON object a line: the header, then an entry for each thing that
// happened. docs/RECORDS.md is the reference for readers; what changes the meaning of what exists needs a new version.

export const recordVersion = 1;

/** Of a line; a message that would take more is recorded without its content. Answers are cut well below. */
export const maxLineBytes = 16 * 2 ** 20;

/** Of all files of a run, and of what is read of one: a reader holds it in memory. */
export const maxRecordBytes = 128 * 2 ** 20;

export interface RecordHeader {
  readonly rapidbyteRecord: number;
  /** ISO 8601, UTC; where `atMs` begins. */
  readonly startedAt: string;
  readonly host: Identity;
  readonly runId: string;
  /** Of the attempt that the process belongs to. */
  readonly loadId: string;
  readonly side: 'source' | 'destination';
  /** What the pipeline says under `use`. */
  readonly connector: string;
  readonly pid: number;
}

/** What every entry has: milliseconds since the record began. */
interface Timed {
  readonly atMs: number;
}

/** A frame: either a message, or the header of a batch. */
export interface FrameEntry extends Timed {
  readonly from: 'host' | 'connector';
  /** Of the frame, its length prefix included. */
  readonly bytes: number;
  readonly message?: JsonObject;
  readonly batch?: BatchHeader;
}

/** The connector's output broke off, or was no frame. */
export interface FailureEntry extends Timed {
  readonly failure: { readonly code: string; readonly message: string };
}

export interface ExitEntry extends Timed {
  readonly exit: { readonly code: number | null; readonly signal: string | null };
}

/** Nothing is recorded from here on, and why. */
export interface EndEntry extends Timed {
  readonly ended: string;
}

export type RecordEntry = FrameEntry | FailureEntry | ExitEntry | EndEntry;
