import {
  type BatchHeader,
  type Checkpoint,
  type Done,
  type Position,
  sameSchema,
  type Setting,
  type StreamSchema,
} from '@rapidbyte/connector';
import { violation } from '../connector/violation.ts';
import { PositionOrder } from './position-order.ts';

/**
 * What a source may send in a session, and in which order: for each stream a schema before its batches, batches
 * numbered from 0, checkpoints from 1, a checkpoint behind the last batch, then Done. Counts on its own what the
 * source says it has sent.
 */
export class SourceOrder {
  rows = 0;
  bytes = 0;
  ended = false;
  /** Every knob with the value in effect; null before Opened. */
  settings: readonly Setting[] | null = null;
  /** How the source's own count differs from what has come, once it has said one that does. */
  countDifference: string | null = null;
  /** It was asked to drain. */
  stopAsked = false;
  readonly #agreed: readonly Uint8Array[];
  readonly #epochs = new Map<number, number>();
  readonly #positions: PositionOrder | null;
  #nextSequence = 0;
  #nextCheckpoint = 1;
  #rowsAtCheckpoint = 0;

  /**
   * @param agreed the schema that each stream of the session was opened with
   * @param resume where the stream goes on from; null for a unit of a snapshot
   */
  constructor(agreed: readonly Uint8Array[], resume: Position | null) {
    this.#agreed = agreed;
    this.#positions = resume === null ? null : new PositionOrder(resume);
  }

  opened(settings: readonly Setting[]): void {
    if (this.settings !== null) throw violation('unexpected_message', 'It has opened the session twice');
    this.settings = settings;
  }

  schema({ streamIndex, schemaEpoch, arrowSchema }: StreamSchema): void {
    this.#requireOpen('stream_schema');
    const agreed = this.#agreed[streamIndex];
    if (agreed === undefined)
      throw violation('unknown_stream', `It sent a schema for stream ${streamIndex} of ${this.#agreed.length}`);
    const expected = (this.#epochs.get(streamIndex) ?? -1) + 1;
    if (schemaEpoch !== expected) {
      throw violation('wrong_schema_epoch', `It sent schema epoch ${schemaEpoch}; ${expected} is the next`);
    }
    if (!sameSchema(agreed, arrowSchema)) {
      throw violation('schema_differs', 'The schema that it sends is not the one that it was opened with');
    }
    this.#epochs.set(streamIndex, schemaEpoch);
  }

  batch({ streamIndex, schemaEpoch, sequence, rows, bytes }: BatchHeader): void {
    this.#requireOpen('batch');
    const epoch = this.#epochs.get(streamIndex);
    if (epoch === undefined)
      throw violation('missing_schema', `It sent a batch of stream ${streamIndex} before its schema`);
    if (schemaEpoch !== epoch) {
      throw violation(
        'wrong_schema_epoch',
        `Batch ${sequence} obeys schema epoch ${schemaEpoch}; ${epoch} is in force`,
      );
    }
    if (sequence !== this.#nextSequence) {
      throw violation('wrong_sequence', `It sent batch ${sequence}; ${this.#nextSequence} is the next`);
    }
    this.#nextSequence++;
    this.rows += rows;
    this.bytes += bytes;
  }

  checkpoint(checkpoint: Checkpoint): void {
    this.#requireOpen('checkpoint');
    if (checkpoint.checkpointId !== this.#nextCheckpoint) {
      throw violation(
        'wrong_checkpoint',
        `It sent checkpoint ${checkpoint.checkpointId}; ${this.#nextCheckpoint} is the next`,
      );
    }
    this.#positions?.reached(checkpoint, this.rows > this.#rowsAtCheckpoint);
    this.#nextCheckpoint++;
    this.#rowsAtCheckpoint = this.rows;
    this.#compare(checkpoint);
  }

  done(done: Done): void {
    this.#requireOpen('done');
    this.ended = true;
    if (this.#nextCheckpoint === 1 || this.#rowsAtCheckpoint !== this.rows) {
      throw violation('missing_checkpoint', 'It has ended a session without a checkpoint behind the last batch');
    }
    if (done.stopped && !this.stopAsked)
      throw violation('stopped_unasked', 'It has stopped a session that it was not asked to stop');
    this.#compare(done);
  }

  #compare({ rows, bytes }: { readonly rows: number; readonly bytes: number }): void {
    if (rows === this.rows && bytes === this.bytes) return;
    this.countDifference = `says that it has sent ${rows} rows in ${bytes} bytes, and has sent ${this.rows} rows in ${this.bytes} bytes`;
  }

  #requireOpen(type: string): void {
    if (this.settings === null) throw violation('unexpected_message', `It sent "${type}" before "opened"`);
    if (this.ended) throw violation('unexpected_message', `It sent "${type}" after the session's end`);
  }
}
