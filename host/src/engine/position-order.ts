import type { Checkpoint, Position } from '@rapidbyte/connector';
import { violation } from '../connector/violation.ts';

/** Where a stream that goes on from a position stands while it is read: never before where it stood. */
export class PositionOrder {
  #last: Position;

  /** @param begin where the destination says that the stream stands */
  constructor(begin: Position) {
    this.#last = begin;
  }

  /**
   * A checkpoint without new rows need not name a position: it is where the one before was.
   *
   * @throws ConnectorError `position_missing`, `position_of_other_stream`, `position_incarnation`, `position_backwards`
   */
  reached({ checkpointId, positions }: Checkpoint, hasNewRows: boolean): void {
    const [named, another] = positions;
    if (another !== undefined || (named !== undefined && named.streamIndex !== 0)) {
      throw violation('position_of_other_stream', `Checkpoint ${checkpointId} names a position of another stream`);
    }
    if (named === undefined) {
      if (!hasNewRows) return;
      throw violation('position_missing', `Checkpoint ${checkpointId} does not say which position its rows reach`);
    }
    const { position } = named;
    if (Buffer.compare(position.incarnation, this.#last.incarnation) !== 0) {
      throw violation('position_incarnation', `The position of checkpoint ${checkpointId} belongs to another history`);
    }
    // POSITION-4 and POSITION-5: the order of positions is the order of their bytes.
    if (Buffer.compare(position.order, this.#last.order) < 0) {
      throw violation('position_backwards', `The position of checkpoint ${checkpointId} is before the one before it`);
    }
    this.#last = position;
  }
}
