import { createWriteStream, type WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PipelineError } from '../connector/error.ts';
import type { RunEvent } from '../engine/run-event.ts';

/** Unwritten events kept for a slow reader; a run makes a few kilobytes a second. */
const maxWaitingBytes = 16 * 2 ** 20;
/** How long a reader may take for the last events before the process ends without it. */
const closeDeadlineMs = 5_000;

/** The events of a run as NDJSON: one JSON object a line, in order. */
export class EventsFile {
  readonly #stream: WriteStream;
  readonly #toJson: (event: RunEvent) => string;
  #failure: string | null = null;

  /** @throws PipelineError `events_not_writable` (config) */
  static async open(file: string, toJson: (event: RunEvent) => string): Promise<EventsFile> {
    if (file === '-') {
      throw unwritable(file, 'standard output is for the result', 'name a file; /dev/stderr is standard error');
    }
    try {
      const handle = await open(file, 'w');
      return new EventsFile(createWriteStream('', { fd: handle }), toJson);
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      throw unwritable(file, reason, 'name a file in a folder that exists and may be written');
    }
  }

  constructor(stream: WriteStream, toJson: (event: RunEvent) => string) {
    this.#stream = stream;
    this.#toJson = toJson;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#failure ??= error.code ?? error.message;
    });
  }

  write(event: RunEvent): void {
    if (this.#failure !== null) return;
    this.#stream.write(`${this.#toJson(event)}\n`);
    if (this.#stream.writableLength > maxWaitingBytes) this.#failure = 'its reader is too slow';
  }

  /** Writes what is left. Resolves to why events are missing, or null. */
  async close(): Promise<string | null> {
    const closed = new Promise<void>((resolve) => {
      this.#stream.once('close', resolve);
      this.#stream.end();
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#failure ??= 'its reader is too slow';
        this.#stream.destroy();
        resolve();
      }, closeDeadlineMs);
    });
    await Promise.race([closed, late]);
    clearTimeout(timer);
    return this.#failure;
  }
}

function unwritable(file: string, reason: string, hint: string): PipelineError {
  return new PipelineError({
    side: 'host',
    category: 'config',
    code: 'events_not_writable',
    message: `the events file ${file} cannot be written: ${reason}`,
    hint,
  });
}
