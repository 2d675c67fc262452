import { styleText } from 'node:util';
import { Redactor } from '../connector/redact.ts';
import { toJson } from './json.ts';
import { fitText, textWidth, visibleText } from './terminal-text.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

/** A piece of a line; plain text has no style. Whatever the text holds, only the style reaches the terminal as codes. */
export type Span = string | { readonly text: string; readonly style: Style };
export type Line = readonly Span[];

/** What of a tty.WriteStream is needed; `columns` and `rows` are absent where it is not a terminal. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  hasColors?(): boolean;
  write(text: string): boolean;
}

/**
 * The one way out of the CLI, for text, JSON and events alike: here secrets are masked (invariant 8) and control
 * characters made visible.
 */
export class Output {
  /** Lines and JSON that are the command's result go to `out`, everything else to `err`. */
  readonly #out: TextStream;
  readonly #err: TextStream;
  #redactor = new Redactor([]);
  #liveLines = 0;
  #live: readonly Line[] = [];

  constructor(out: TextStream, err: TextStream) {
    this.#out = out;
    this.#err = err;
  }

  /** Masks these from here on. */
  hide(secrets: readonly string[]): void {
    this.#redactor = new Redactor(secrets);
  }

  result(...lines: readonly Line[]): void {
    this.#clearLive();
    for (const line of lines) this.#out.write(`${this.#render(line, this.#out)}\n`);
    this.#drawLive();
  }

  /** One JSON document on stdout. */
  resultJson(value: unknown): void {
    this.#out.write(`${this.json(value, 2)}\n`);
  }

  /** Progress, warnings, errors. */
  note(...lines: readonly Line[]): void {
    this.#clearLive();
    for (const line of lines) this.#err.write(`${this.#render(line, this.#err)}\n`);
    this.#drawLive();
  }

  /** A value as JSON that may leave the process. */
  json(value: unknown, indent?: number): string {
    return toJson(this.#redactor.deep(value), indent);
  }

  /** Whether `live` has a terminal to draw on. */
  get canDrawLive(): boolean {
    return this.#err.isTTY === true && process.env['TERM'] !== 'dumb';
  }

  get terminalRows(): number {
    return this.#err.rows || 24;
  }

  /** Replaces the block of lines that stays at the terminal's end. */
  live(lines: readonly Line[]): void {
    this.#clearLive();
    this.#live = lines;
    this.#drawLive();
  }

  #clearLive(): void {
    if (this.#liveLines > 0) this.#err.write(`\u001b[${this.#liveLines}A\r\u001b[J`);
    this.#liveLines = 0;
  }

  #drawLive(): void {
    if (this.#live.length === 0) return;
    const width = Math.max(20, this.#err.columns || 80) - 1;
    this.#err.write(this.#live.map((line) => `${this.#render(line, this.#err, width)}\n`).join(''));
    this.#liveLines = this.#live.length;
  }

  #render(line: Line, stream: TextStream, width = Infinity): string {
    const color = stream.isTTY === true && (stream.hasColors?.() ?? false);
    let room = width;
    let rendered = '';
    for (const span of line) {
      if (room <= 0) break;
      const text = fitText(visibleText(this.#redactor.text(typeof span === 'string' ? span : span.text)), room);
      room -= textWidth(text);
      rendered += color && typeof span !== 'string' ? styleText(span.style, text, { validateStream: false }) : text;
    }
    return rendered;
  }
}
