import { createHmac, randomBytes } from 'node:crypto';
import { accessSync, closeSync, constants, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameTap } from '@rapidbyte/connector';
import { PipelineError } from '../connector/error.ts';
import { hostIdentity } from '../connector/identity.ts';
import type { Redactor } from '../connector/redact.ts';
import type { RecordOptions } from '../engine/options.ts';
import type { ProcessExit } from '../engine/types.ts';
import { maxLineBytes, maxRecordBytes, type RecordEntry, type RecordHeader, recordVersion } from './format.ts';
import { type MarkOf, plainMessage } from './plain.ts';

/** Of all files of a run together: some hundred thousand frames. */
const defaultMaxBytes = 64 * 2 ** 20;

/** One record while it is written. Nothing in it throws. */
export interface ProcessRecord extends FrameTap {
  exited(exit: ProcessExit): void;
}

export interface RecordedProcess {
  readonly side: 'source' | 'destination';
  readonly connector: string;
  readonly pid: number;
  readonly loadId: string;
}

export interface RecorderContext {
  readonly runId: string;
  readonly redactor: Redactor;
  /** Called once for each file that ends before its process. */
  readonly onFailure: (message: string) => void;
}

/**
 * Keeps what passes between the host and its connectors, one file for each process. A line is written with one system
 * call before the frame goes on, so that whatever kills the host leaves all that was recorded, and at most one
 * incomplete line. It never fails a run that has begun: where a file can't be written any more, its record ends.
 */
export class Recorder {
  readonly #context: RecorderContext;
  /** Of the files; each of two runs into one folder has its own. */
  readonly #prefix: string;
  readonly #directory: string;
  readonly #markOf = marks();
  readonly #counts = { source: 0, destination: 0 };
  #bytesLeft: number;

  constructor({ directory, maxBytes = defaultMaxBytes }: RecordOptions, context: RecorderContext) {
    this.#context = context;
    this.#bytesLeft = Math.min(maxBytes, maxRecordBytes);
    const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
    this.#prefix = join(directory, `${time}-${context.runId.slice(0, 8)}`);
    this.#directory = directory;
  }

  /** Comes before anything is started. @throws PipelineError `record_not_writable` (config) */
  prepare(): void {
    const directory = this.#directory;
    try {
      makeFolder(directory);
      accessSync(directory, constants.W_OK);
    } catch (cause) {
      throw new PipelineError({
        side: 'host',
        category: 'config',
        code: 'record_not_writable',
        message: `the folder ${directory} can't be used for records: ${(cause as NodeJS.ErrnoException).code ?? String(cause)}`,
        hint: 'name a folder that may be written to, or a new one in a folder that is there',
        cause,
      });
    }
  }

  start({ side, connector, pid, loadId }: RecordedProcess): ProcessRecord {
    const { redactor, runId, onFailure } = this.#context;
    const file = `${this.#prefix}-${side}-${++this.#counts[side]}.ndjson`;
    const header: RecordHeader = {
      rapidbyteRecord: recordVersion,
      startedAt: new Date().toISOString(),
      host: hostIdentity,
      runId,
      loadId,
      side,
      connector: redactor.text(connector),
      pid,
    };
    return new FileRecord(file, header, {
      redactor,
      markOf: this.#markOf,
      take: (bytes) => (this.#bytesLeft -= bytes) >= 0,
      onFailure: (reason) => onFailure(`The record ${file} ends before its process: ${reason}`),
    });
  }
}

/** Keyed anew for each run: nobody can try out which value it was that has given a mark. */
function marks(): MarkOf {
  const key = randomBytes(32);
  return (bytes) => createHmac('sha256', key).update(bytes).digest('hex').slice(0, 12);
}

interface Parts {
  readonly redactor: Redactor;
  readonly markOf: MarkOf;
  /** False where the limit does not allow so many bytes more. */
  readonly take: (bytes: number) => boolean;
  readonly onFailure: (reason: string) => void;
}

type Content<Entry extends RecordEntry> = Entry extends RecordEntry ? Omit<Entry, 'atMs'> : never;

class FileRecord implements ProcessRecord {
  readonly #parts: Parts;
  readonly #startedAtMs = performance.now();
  #descriptor: number | null = null;
  #full = false;
  #exited = false;
  #outputClosed = false;

  constructor(file: string, header: RecordHeader, parts: Parts) {
    this.#parts = parts;
    this.#try(() => {
      // What connectors say is the user's business alone, even without secrets.
      this.#descriptor = openSync(file, 'wx', 0o600);
      this.#write(lineOf(header));
    });
  }

  message(...[direction, message, bytes]: Parameters<FrameTap['message']>): void {
    // Invariant 8: what is written has no secret in it.
    const { redactor, markOf } = this.#parts;
    const from = sender(direction);
    this.#add(
      () => ({ from, bytes, message: plainMessage(message, redactor, markOf) }),
      () => ({ from, bytes, message: { type: message.type, leftOut: 'it is too long' } }),
    );
  }

  batch(...[direction, batch, bytes]: Parameters<FrameTap['batch']>): void {
    // Invariant 5: the body is neither decoded nor copied; it is the user's data, which has no place here.
    this.#add(() => ({ from: sender(direction), bytes, batch }));
  }

  failed(...[{ code, message }]: Parameters<FrameTap['failed']>): void {
    this.#add(() => ({ failure: { code, message: this.#parts.redactor.text(message) } }));
  }

  closed(): void {
    this.#outputClosed = true;
    this.#closeIfOver();
  }

  exited({ code, signal }: ProcessExit): void {
    // How the process ended is worth a line beyond the limit.
    this.#try(() => this.#write(this.#line({ exit: { code, signal } })));
    this.#exited = true;
    this.#closeIfOver();
  }

  #add(content: () => Content<RecordEntry>, shorter = content): void {
    if (this.#full || this.#descriptor === null) return;
    this.#try(() => {
      let line = this.#line(content());
      if (line.length > maxLineBytes) line = this.#line(shorter());
      if (this.#parts.take(line.length)) return this.#write(line);
      this.#full = true;
      const ended = 'the size limit is reached';
      this.#write(this.#line({ ended }));
      this.#parts.onFailure(ended);
    });
  }

  #line(content: Content<RecordEntry>): Buffer {
    return lineOf({ atMs: Math.round((performance.now() - this.#startedAtMs) * 1000) / 1000, ...content });
  }

  #write(line: Buffer): void {
    const descriptor = this.#descriptor;
    // A full disk may take a part of it, and then none.
    if (descriptor !== null) for (let at = 0; at < line.length;) at += writeSync(descriptor, line, at);
  }

  /** Whatever goes wrong with a record is not the run's affair. */
  #try(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#close();
      this.#parts.onFailure((error as NodeJS.ErrnoException).code ?? String(error));
    }
  }

  /** A process may be gone before its last words are read. */
  #closeIfOver(): void {
    if (this.#exited && this.#outputClosed) this.#close();
  }

  #close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    try {
      if (descriptor !== null) closeSync(descriptor);
    } catch {
      // EIO of a disk that has failed: too late to matter.
    }
  }
}

/** Not its parents: where a file system has its own mind, as /proc has, Node.js would try to make these for ever. */
function makeFolder(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

function sender(direction: 'sent' | 'received'): 'host' | 'connector' {
  return direction === 'sent' ? 'host' : 'connector';
}

function lineOf(value: RecordHeader | RecordEntry): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
