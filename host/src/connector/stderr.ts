import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { LogLevel } from '../engine/run-event.ts';
import type { Redactor } from './redact.ts';

/** What an error can show of the past: enough for a stack trace with its causes. */
const tailLength = 64 * 1024;
/** Of one line; the rest of it is dropped. Also bounds what is kept of a line that never ends. */
const maxLineLength = 8 * 1024;
/** A flood is an event of its own, not a hundred thousand: lines above this rate go to the tail only. */
const maxLinesPerSecond = 100;

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
}

/** Drains a connector's stderr for as long as it lives, whatever it writes: a full pipe would block the connector. */
export class StderrReader {
  readonly #redactor: Redactor;
  readonly #onLine: (line: LogLine) => void;
  readonly #decoder = new StringDecoder('utf8');
  readonly #tail = new Tail(tailLength);
  #pending = '';
  #skipping = false;
  #second = 0;
  #linesInSecond = 0;
  #dropped = 0;
  /** Settles when stderr has ended. */
  readonly ended: Promise<void>;

  constructor(stream: Readable, redactor: Redactor, onLine: (line: LogLine) => void) {
    this.#redactor = redactor;
    this.#onLine = onLine;
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.#end();
        resolve();
      };
      stream.on('data', (chunk: Buffer) => this.#take(this.#decoder.write(chunk)));
      stream.once('end', end).once('close', end).on('error', end);
    });
  }

  /** The last of what was written, without secrets. */
  get tail(): string {
    return this.#tail.text;
  }

  #take(text: string): void {
    let from = 0;
    for (let newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', from)) {
      this.#append(text.slice(from, newline));
      this.#endLine();
      from = newline + 1;
    }
    this.#append(text.slice(from));
  }

  #append(text: string): void {
    if (this.#skipping) return;
    this.#pending += text;
    if (this.#pending.length <= maxLineLength) return;
    this.#emit(`${this.#redactor.cutText(this.#pending.slice(0, maxLineLength))}… (line cut off)`);
    this.#skipping = true;
    this.#pending = '';
  }

  #endLine(): void {
    const line = this.#pending.replace(/\r$/, '');
    const skipped = this.#skipping;
    this.#pending = '';
    this.#skipping = false;
    if (!skipped && line !== '') this.#emit(this.#redactor.text(line));
  }

  #emit(line: string): void {
    this.#tail.add(line);
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) {
      this.#reportDropped();
      this.#second = second;
      this.#linesInSecond = 0;
    }
    if (++this.#linesInSecond > maxLinesPerSecond) this.#dropped++;
    else this.#onLine(parseLogLine(line));
  }

  #reportDropped(): void {
    if (this.#dropped === 0) return;
    const dropped = this.#dropped;
    this.#dropped = 0;
    this.#onLine({
      level: 'warn',
      message: `${dropped} more log lines were dropped: over ${maxLinesPerSecond} in a second`,
    });
  }

  #end(): void {
    this.#take(this.#decoder.end());
    this.#endLine();
    this.#reportDropped();
  }
}

/** The last lines, up to a length; adding is cheap however much was dropped. */
class Tail {
  readonly #limit: number;
  #lines: string[] = [];
  #start = 0;
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#length += line.length + 1;
    while (this.#length > this.#limit) this.#length -= (this.#lines[this.#start++] ?? '').length + 1;
    if (this.#start > 1024) {
      this.#lines = this.#lines.slice(this.#start);
      this.#start = 0;
    }
  }

  get text(): string {
    return this.#lines.slice(this.#start).join('\n');
  }
}

/** A log line of the protocol is a JSON object with `level` and `message`; anything else is wrapped as it is. */
export function parseLogLine(line: string): LogLine {
  if (line.startsWith('{')) {
    try {
      const { level, message } = JSON.parse(line) as { level?: unknown; message?: unknown };
      if (typeof message === 'string') return { level: isLevel(level) ? level : 'info', message };
    } catch {
      // Plain text that starts with a brace.
    }
  }
  return { level: 'info', message: line };
}

function isLevel(level: unknown): level is LogLevel {
  return level === 'debug' || level === 'info' || level === 'warn' || level === 'error';
}
