import { ConnectorError } from '@rapidbyte/connector';

/** "PGCOPY\n\377\r\n\0", flags, length of the extension area: https://www.postgresql.org/docs/current/sql-copy.html */
const signature = [0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00];
const headerBytes = 19;
const criticalFlags = 0xffff_0000;

/**
 * The COPY stream as the protocol defines it: CopyData payloads one after the other, cut anywhere. Everything that is not
 * the usual one row a message goes through here: the header, the trailer, and whatever a proxy has cut or merged.
 */
export class CopyPayload {
  readonly #fields: number;
  readonly #slackBytes: number;
  #bytes: Uint8Array;
  #view: DataView;
  #start = 0;
  #end = 0;
  #header = false;
  /** The trailer has come. */
  ended = false;

  constructor(fields: number, slackBytes: number) {
    this.#fields = fields;
    this.#slackBytes = slackBytes;
    this.#bytes = new Uint8Array(slackBytes);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }
  get view(): DataView {
    return this.#view;
  }
  /** Where the next row begins. */
  get start(): number {
    return this.#start;
  }
  /** Nothing is left over: messages may be decoded where they lie. */
  get empty(): boolean {
    return this.#start === this.#end && this.#header && !this.ended;
  }
  get length(): number {
    return this.#end - this.#start;
  }

  push(payload: Uint8Array): void {
    const left = this.#end - this.#start;
    const needed = left + payload.length;
    if (needed + this.#slackBytes > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, Math.min(2 * needed, needed + (8 << 20))) + this.#slackBytes);
      grown.set(this.#bytes.subarray(this.#start, this.#end));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    } else {
      this.#bytes.copyWithin(0, this.#start, this.#end);
    }
    this.#start = 0;
    this.#bytes.set(payload, left);
    this.#end = needed;
  }

  /**
   * The end of the row at `start`, or −1 where no whole row is there (yet).
   *
   * @throws {ConnectorError} `copy_malformed` if it is not COPY's binary format with the expected number of fields
   */
  rowEnd(): number {
    if (!this.#header && !this.#takeHeader()) return -1;
    let at = this.#start;
    if (this.#end === at) return -1;
    if (this.ended) throw malformed('there is data after the trailer');
    if (this.#end - at < 2) return -1;
    const fields = this.#view.getInt16(at);
    at += 2;
    if (fields === -1) {
      this.ended = true;
      this.#start = at;
      if (this.#end > at) throw malformed('there is data after the trailer');
      return -1;
    }
    if (fields !== this.#fields) throw malformed(`a row has ${fields} fields, not ${this.#fields}`);
    for (let field = 0; field < fields; field++) {
      if (this.#end - at < 4) return -1;
      const length = this.#view.getInt32(at);
      if (length < -1) throw malformed(`a field has the length ${length}`);
      at += 4 + Math.max(length, 0);
      if (at > this.#end) return -1;
    }
    return at;
  }

  /** The row up to `end` has been taken. */
  advance(end: number): void {
    this.#start = end;
  }

  #takeHeader(): boolean {
    if (this.#end - this.#start < headerBytes) return false;
    const extension = this.#view.getUint32(this.#start + 15);
    if (signature.some((byte, index) => this.#bytes[this.#start + index] !== byte))
      throw malformed('the signature is wrong');
    if ((this.#view.getUint32(this.#start + 11) & criticalFlags) !== 0) throw malformed('it has unknown flags');
    if (this.#end - this.#start < headerBytes + extension) return false;
    this.#start += headerBytes + extension;
    this.#header = true;
    return true;
  }
}

function malformed(what: string): ConnectorError {
  return new ConnectorError({
    code: 'copy_malformed',
    category: 'protocol',
    message: `the server's COPY data can't be understood: ${what}`,
    hint: 'look for a proxy between here and the server, or for a server that is not PostgreSQL',
  });
}
