import { copySlackBytes, type BatchBuffers } from './batch-buffers.ts';
import { decodeDecimal } from './decimal.ts';
import { decoderCode } from './decoder-code.ts';
import type { ReadColumn } from './read-column.ts';

export interface RowDecoder {
  /**
   * Decodes whole CopyData messages of exactly one row each, from `start` to at most `end`, into `target`. Stops before the
   * first message that is anything else or incomplete, at `rowLimit` rows, once `byteLimit` payload bytes are in, and before a
   * message that would take them above `hardLimit`. `bytes` must go on for `inputSlackBytes` after `end`.
   *
   * @returns where it stopped
   */
  decodeMessages(
    target: BatchBuffers,
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    rowLimit: number,
    byteLimit: number,
    hardLimit: number,
  ): number;
  /**
   * Decodes the row from `start` to `end` into the slots of row `target.rows`, without counting it.
   *
   * @returns `end`, or −(1 + index) of the first column whose value can't be taken
   */
  decodeRow(target: BatchBuffers, bytes: Uint8Array, view: DataView, start: number, end: number): number;
}

/** Decoders read ahead of what they have checked by at most this: a length and a fixed width for every column. */
export function inputSlackBytes(columns: number): number {
  return 64 + 64 * columns;
}

type Factory = (decimal: typeof decodeDecimal, copySlack: number) => RowDecoder;

/** The streams of a run come one after the other; more shapes than this at once are rare. */
const maxKept = 32;

/** By its code, so that the units of a stream go on with a decoder that V8 has optimised. Decoders have no state. */
const kept = new Map<string, RowDecoder>();

/** Compiles the decoder for these columns. Arrow's buffers are little-endian, and so must this machine be. */
export function createRowDecoder(columns: readonly ReadColumn[]): RowDecoder {
  const { body } = decoderCode(columns);
  const known = kept.get(body);
  if (known !== undefined) return known;
  // oxlint-disable-next-line typescript/no-implied-eval -- the text holds indexes and widths only
  const factory = new Function('decimal', 'copySlack', body) as Factory;
  const decoder = factory(decodeDecimal, copySlackBytes);
  if (kept.size >= maxKept) kept.clear();
  kept.set(body, decoder);
  return decoder;
}
