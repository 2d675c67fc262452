import { rowsOf } from '../arrow/decode/batch.ts';
import { sameSchema } from '../arrow/same-schema.ts';
import type { StreamSchema } from '../model/message.ts';
import type { StreamSpec } from '../model/stream.ts';
import { protocolError } from '../wire/malformed.ts';
import type { SessionInput } from './session.ts';

/** Checks what arrives for a destination's session against its headers, its schemas and its credit. */
export class BatchIntake {
  readonly #streams: readonly Pick<StreamSpec, 'name' | 'arrowSchema'>[];
  readonly #epochs = new Map<number, number>();
  #balance: number;
  #sequence = 0;

  constructor(streams: readonly Pick<StreamSpec, 'name' | 'arrowSchema'>[], creditBytes: number) {
    this.#streams = streams;
    this.#balance = creditBytes;
  }

  grant(bytes: number): void {
    this.#balance += bytes;
  }

  /** Called as a batch arrives, before it waits for its turn: credit is what bounds the queue. */
  arrive(bytes: number): void {
    if (this.#balance <= 0) throw protocolError('credit_exceeded', 'a batch was sent without credit');
    this.#balance -= bytes;
  }

  schema({ streamIndex, schemaEpoch, arrowSchema }: StreamSchema): void {
    const last = this.#epochs.get(streamIndex);
    const stream = this.#streams[streamIndex];
    if (stream === undefined) throw protocolError('stream_unknown', `a schema for stream ${streamIndex}`);
    if (schemaEpoch !== (last === undefined ? 0 : last + 1)) {
      throw protocolError('epoch_unknown', `schema epoch ${schemaEpoch} after ${last ?? 'none'}`);
    }
    // Rows are read by the schema that was agreed on: bytes under another one would be taken for what they are not.
    if (!sameSchema(stream.arrowSchema, arrowSchema)) {
      throw protocolError('schema_invalid', `the schema of ${stream.name.name} is not the one that was agreed on`);
    }
    this.#epochs.set(streamIndex, schemaEpoch);
  }

  check({ streamIndex, sequence, schemaEpoch, rows, arrowIpc }: SessionInput & { type: 'batch' }): void {
    if (sequence !== this.#sequence) {
      throw protocolError('sequence_broken', `batch ${sequence} where ${this.#sequence} was due`);
    }
    this.#sequence++;
    if (this.#epochs.get(streamIndex) !== schemaEpoch) {
      throw protocolError('epoch_unknown', `a batch of stream ${streamIndex} under schema epoch ${schemaEpoch}`);
    }
    const actual = rowsOf(arrowIpc);
    if (actual === rows) return;
    throw protocolError('batch_invalid', `batch ${sequence} has ${actual} rows, its header says ${rows}`);
  }
}
