import { isUtf8 } from 'node:buffer';
import { ConnectorError } from '@rapidbyte/connector';

const newline = 0x0a;

/** Cuts a file, fed in chunks that may end anywhere, into groups of lines of some `groupBytes` each. */
export class LineSplitter {
  readonly #file: string;
  readonly #groupBytes: number;
  #rest: Uint8Array = new Uint8Array(0);
  #lines: Uint8Array[] = [];
  #bytes = 0;
  #count = 0;

  /** @param file for messages */
  constructor(file: string, groupBytes: number) {
    this.#file = file;
    this.#groupBytes = groupBytes;
  }

  /** The groups that are full. @throws ConnectorError line_too_long, not_utf8 */
  *push(chunk: Uint8Array): Generator<readonly Uint8Array[]> {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      if (this.#bytes > 0 && this.#bytes + end - start > this.#groupBytes) yield this.#take();
      this.#add(bytes.subarray(start, end));
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
    if (this.#rest.length > this.#groupBytes) throw this.#tooLong();
  }

  /** What is left; the last line need not end with a newline. @throws ConnectorError */
  end(): readonly Uint8Array[] {
    if (this.#rest.length > 0) this.#add(this.#rest);
    return this.#take();
  }

  #add(line: Uint8Array): void {
    if (line.length > this.#groupBytes) throw this.#tooLong();
    this.#count++;
    if (!isUtf8(line)) throw this.#invalid('not_utf8', 'is not UTF-8');
    this.#lines.push(line);
    // An offset takes 4 bytes and a number 8, beside the text itself.
    this.#bytes += line.length + 12;
  }

  #take(): readonly Uint8Array[] {
    const lines = this.#lines;
    this.#lines = [];
    this.#bytes = 0;
    return lines;
  }

  #tooLong(): ConnectorError {
    this.#count++;
    return this.#invalid('line_too_long', `is longer than ${Math.floor(this.#groupBytes)} bytes`);
  }

  /** Nothing is rounded, cut or replaced silently: what can't be sent as it is is an error that says where it is. */
  #invalid(code: string, what: string): ConnectorError {
    return new ConnectorError({
      code,
      category: 'data',
      message: `line ${this.#count} of ${this.#file} ${what}`,
      column: 'text',
    });
  }
}
