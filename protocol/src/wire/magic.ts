import { magic } from './limits.ts';
import { protocolError } from './malformed.ts';

/** Characters of stray output that an error shows. */
const shownCharacters = 200;

/** Takes the magic off the front of a stream that arrives in chunks. */
export class MagicGate {
  #seen: Uint8Array = new Uint8Array(0);
  /** True once the magic has arrived whole. */
  open = false;

  /**
   * @returns what follows the magic in this chunk; empty while the magic is incomplete
   * @throws ConnectorError bad_magic, with the stray output in its message
   */
  push(chunk: Uint8Array): Uint8Array {
    if (this.open) return chunk;
    const bytes = Buffer.concat([this.#seen, chunk]);
    // A few bytes of a stray print tell little: wait for as many as the magic has, they come in the same write.
    if (bytes.length < magic.length) {
      this.#seen = bytes;
      return bytes.subarray(bytes.length);
    }
    if (!startsWithMagic(bytes)) throw badMagic(bytes);
    this.open = true;
    return bytes.subarray(magic.length);
  }

  /** @throws ConnectorError at the end of a stream without the magic */
  end(): void {
    if (this.open) return;
    if (this.#seen.length === 0) {
      throw protocolError(
        'unexpected_eof',
        'the connector ended its output before the first byte',
        'the last lines of its stderr may say why',
      );
    }
    if (!magic.subarray(0, this.#seen.length).every((byte, index) => byte === this.#seen[index])) {
      throw badMagic(this.#seen);
    }
    throw protocolError('truncated_frame', 'the connector ended its output within the magic');
  }
}

function startsWithMagic(bytes: Uint8Array): boolean {
  return magic.every((byte, index) => byte === bytes[index]);
}

function badMagic(bytes: Uint8Array) {
  return protocolError(
    'bad_magic',
    `the connector's output does not begin with the protocol's magic, but with: ${printable(bytes)}`,
    'only frames may be written to stdout; write logs to stderr',
  );
}

/** Bytes as a person can read them: printable text as it is, the rest as `\xNN`, quoted and cut. */
export function printable(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, shownCharacters * 4));
  const cut = Array.from(text).slice(0, shownCharacters).join('');
  // oxlint-disable-next-line no-control-regex
  const escaped = cut.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffd]/gu, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\ufffd') return '\\x??';
    return `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"${cut.length < text.length || bytes.length > shownCharacters * 4 ? '…' : ''}`;
}
