import type { Guarantee, StreamSpec } from '@rapidbyte/connector';
import type { DestinationConfig } from './config.ts';
import { writesDirectly } from './direct.ts';

/** What is promised about a stream's rows at the target, and why, for people. */
export function guaranteeOf(
  config: DestinationConfig,
  spec: StreamSpec,
): { readonly guarantee: Guarantee; readonly reason: string } {
  if (writesDirectly(config, spec)) {
    return {
      guarantee: 'at_least_once',
      reason:
        'each unit is visible when it is committed; what a failed load has committed stays, and the next load brings it again',
    };
  }
  const { syncMode, writeMode, cursor } = spec;
  if (syncMode === 'full_refresh') {
    const published = 'rows and receipts are one transaction, and a load is published in one';
    return {
      guarantee: 'exactly_once',
      reason: {
        replace: published,
        append: `${published}; each load adds all of its rows`,
        upsert: `${published}: rows of known keys are replaced; what was deleted at the source stays`,
      }[writeMode],
    };
  }
  const stored = 'rows, receipt and position are one transaction, and the next load goes on from that position';
  if (writeMode === 'append') {
    return cursor?.lookBack === undefined
      ? { guarantee: 'exactly_once', reason: stored }
      : { guarantee: 'at_least_once', reason: `rows within look_back (${cursor.lookBack}) are read, and added, again` };
  }
  const again = [
    ...(cursor?.lookBack === undefined ? [] : [`rows within look_back (${cursor.lookBack})`]),
    ...(cursor?.nulls === 'include' ? ['rows without a cursor'] : []),
  ];
  const stays = 'what was deleted at the source stays';
  return again.length === 0
    ? { guarantee: 'exactly_once', reason: `${stored}; the last row of a key by cursor stays, and ${stays}` }
    : {
        guarantee: 'idempotent_by_key',
        reason: `${again.join(' and ')} are read again, and replace the row of their key; ${stays}`,
      };
}
