import type { Receipt, Unit } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { PipelineError } from '../connector/error.ts';
import { StreamLoad } from './load.ts';
import type { Remains } from './transfer.ts';
import { Unanswered } from './unanswered.ts';
import { UnitQueue } from './unit-queue.ts';

const unit: Unit = {
  id: { streamIndex: 0, unit: 'u' },
  kind: 'snapshot',
  token: new Uint8Array(0),
  estimate: { rows: 0, bytes: 0 },
  bounded: true,
  after: [],
  exclusive: false,
};
const whole = { checkpointId: 1, rows: 20, bytes: 300 };
const receipt: Receipt = { loadId: 'l', stream: { namespace: 'n', name: 's' }, unit: 'u', epoch: 1, ...whole };
const error = new PipelineError({ category: 'transient', code: 'lost', message: 'm', side: 'destination' });

async function ask(told: readonly Receipt[], remains: Remains['whole']) {
  const stream = new StreamLoad({
    spec: {
      name: receipt.stream,
      syncMode: 'full_refresh',
      writeMode: 'append',
      columns: [],
      key: [],
      arrowSchema: new Uint8Array(0),
      estimate: { rows: 0, bytes: 0 },
    },
    answer: { arrowSchema: new Uint8Array(0), guarantee: 'exactly_once', guaranteeReason: '', target: 's' },
    guarantee: { guarantee: 'exactly_once', reason: '' },
    selectionPath: '',
  });
  const parallelism = { knob: 'parallelism', value: 1, provenance: 'default' } as const;
  const load = {
    loadId: 'l',
    streams: [stream],
    parallelism,
    bottleneck: null,
    isBeginAsked: true,
    isPublishing: false,
  };
  const queue = new UnitQueue([unit]);
  const unanswered = new Unanswered(load, () => Promise.resolve([told]));
  await queue.take(new AbortController().signal);
  unanswered.add(unit, { error, commitState: 'unknown', whole: remains });
  queue.setAside(unit);
  expect([queue.awaitsAnswer, queue.left, queue.waiting]).toEqual([true, 1, 0]);
  await unanswered.ask(queue);
  return { queue, stream };
}

describe('a unit whose last commit was never answered', () => {
  it('is finished where the destination has all of it', async () => {
    const { queue, stream } = await ask([receipt], whole);
    expect([queue.left, stream.rowsCommitted, stream.receipts]).toEqual([0, 20, [receipt]]);
  });

  it('is given back where the destination has nothing of it', async () => {
    for (const remains of [whole, null]) {
      const { queue, stream } = await ask([{ ...receipt, unit: 'another' }], remains);
      expect([queue.left, queue.waiting, stream.rowsCommitted]).toEqual([1, 1, 0]);
    }
  });

  it.each([
    ['it had not been sent to its end', null],
    ['it had more rows', { ...whole, rows: 21 }],
    ['it went on after that checkpoint', { ...whole, checkpointId: 2 }],
  ])('fails with its own error where %s', async (_, remains) => {
    await expect(ask([receipt], remains)).rejects.toBe(error);
  });
});
