import type { Receipt, Unit } from '@rapidbyte/connector';
import type { Load, StreamLoad } from './load.ts';
import type { UnitFailure } from './move-unit.ts';
import type { UnitQueue } from './unit-queue.ts';

/** For each stream of the load, in its order, the receipts that the destination has for it. */
export type AskForReceipts = () => Promise<readonly (readonly Receipt[])[]>;

/**
 * Units whose last commit was never answered: only the destination knows whether they are there. It is asked once nothing else
 * of the load is under way, because asking raises the epochs, which fences every open session off.
 */
export class Unanswered {
  readonly #load: Load;
  readonly #askForReceipts: AskForReceipts;
  readonly #units = new Map<Unit, UnitFailure>();
  #isAsking = false;

  constructor(load: Load, askForReceipts: AskForReceipts) {
    this.#load = load;
    this.#askForReceipts = askForReceipts;
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** @param failure of a unit that the source had sent to its end */
  add(unit: Unit, failure: UnitFailure): void {
    this.#units.set(unit, failure);
  }

  /**
   * Those that are there are finished, the others are given back.
   * @throws PipelineError what asking throws, and the unit's own error where only a part of it is there
   */
  async ask(queue: UnitQueue): Promise<void> {
    this.#isAsking = true;
    try {
      const receipts = await this.#askForReceipts();
      for (const [unit, failure] of this.#units) {
        this.#units.delete(unit);
        const { streamIndex, unit: name } = unit.id;
        const stream = this.#load.streams[streamIndex];
        const receipt = receipts[streamIndex]?.find((each) => each.unit === name);
        if (stream === undefined) throw new Error(`No stream ${streamIndex}`);
        if (receipt === undefined) queue.giveBack(unit);
        else finish(stream, receipt, failure, () => queue.finished(unit));
      }
    } finally {
      this.#isAsking = false;
    }
  }
}

function finish(stream: StreamLoad, receipt: Receipt, { whole, error }: UnitFailure, finished: () => void): void {
  const isWhole = whole !== null && receipt.checkpointId === whole.checkpointId && receipt.rows === whole.rows;
  if (!isWhole) {
    stream.failed();
    throw error;
  }
  const { rows, bytes } = whole;
  stream.unitFinished({
    receipt,
    rowsRead: rows,
    bytesRead: bytes,
    rowsCommitted: rows,
    bytesCommitted: bytes,
    stopped: false,
  });
  finished();
}
