import type { Checkpoint, Committed, CommitState, Receipt, Setting, StreamContext } from '@rapidbyte/connector';
import { violation } from '../connector/violation.ts';

/**
 * What a destination may answer in a session, and in which order: Opened, a Committed for each checkpoint with a
 * receipt of this unit, load and epoch, Finished after the last.
 */
export class DestinationOrder {
  /** Every knob with the value in effect; null before Opened. */
  settings: readonly Setting[] | null = null;
  /** Of the last commit. */
  receipt: Receipt | null = null;
  readonly #context: StreamContext;
  readonly #uncommitted: Checkpoint[] = [];
  #doneSent = false;

  constructor(context: StreamContext) {
    this.#context = context;
  }

  /** A checkpoint or the end was sent that it has not answered. */
  get owesAnswer(): boolean {
    return this.#uncommitted.length > 0 || this.#doneSent;
  }

  /**
   * What may be durable of what it was passed on, where the session fails now: `confirmed` is everything up to its last
   * checkpoint.
   *
   * @param said what the destination itself says, if it was the one that failed
   */
  commitState(said: CommitState | undefined): CommitState {
    if (this.settings === null) return 'before';
    if (this.#uncommitted.length > 0 && said !== 'before') return 'unknown';
    return this.receipt === null ? 'before' : 'confirmed';
  }

  checkpointSent(checkpoint: Checkpoint): void {
    this.#uncommitted.push(checkpoint);
  }

  doneSent(): void {
    this.#doneSent = true;
  }

  opened(settings: readonly Setting[]): void {
    if (this.settings !== null) throw violation('unexpected_message', 'It has opened the session twice');
    this.settings = settings;
  }

  credit(): void {
    this.#requireOpened('credit');
  }

  /** The checkpoint that is committed. */
  committed({ checkpointId, receipt }: Committed): Checkpoint {
    this.#requireOpened('committed');
    const checkpoint = this.#uncommitted.shift();
    if (checkpoint?.checkpointId !== checkpointId) {
      const expected = checkpoint === undefined ? 'none is open' : `${checkpoint.checkpointId} is the next`;
      throw violation('unexpected_commit', `It has committed checkpoint ${checkpointId}; ${expected}`);
    }
    const { loadId, unit, epochs } = this.#context;
    const ours = receipt.loadId === loadId && receipt.unit === unit.id.unit && receipt.epoch === epochs[0];
    if (!ours || receipt.checkpointId !== checkpointId) {
      throw violation('wrong_receipt', `Its receipt of checkpoint ${checkpointId} is of another unit, load or epoch`);
    }
    this.receipt = receipt;
    return checkpoint;
  }

  /** The receipt that covers the whole unit. */
  finished(): Receipt {
    this.#requireOpened('finished');
    if (!this.#doneSent || this.#uncommitted.length > 0 || this.receipt === null) {
      throw violation('unexpected_message', 'It has finished a session before the last commit');
    }
    return this.receipt;
  }

  #requireOpened(type: string): void {
    if (this.settings === null) throw violation('unexpected_message', `It sent "${type}" before "opened"`);
  }
}
