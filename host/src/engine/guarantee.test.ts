import type { Cursor, Guarantee, StreamSpec, WriteMode } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { guaranteeProblem, streamGuarantee } from './guarantee.ts';

function spec(writeMode: WriteMode, cursor?: Partial<Cursor>): StreamSpec {
  return {
    name: { namespace: 'demo', name: 'Orders' },
    syncMode: cursor === undefined ? 'full_refresh' : 'incremental',
    writeMode,
    columns: [],
    key: [],
    arrowSchema: new Uint8Array(0),
    estimate: { rows: 0, bytes: 0 },
    ...(cursor === undefined ? {} : { cursor: { column: 'at', nulls: 'refuse', ...cursor } }),
  };
}

const answer = (guarantee: Guarantee, guaranteeReason = 'so it says') => ({ guarantee, guaranteeReason });

describe('the guarantee of a stream', () => {
  it.each<[string, StreamSpec, Guarantee, Guarantee, RegExp]>([
    ['that is read whole is the destination’s', spec('replace'), 'exactly_once', 'exactly_once', /^so it says$/],
    ['without look_back misses late rows, and says so', spec('append', {}), 'exactly_once', 'exactly_once', /missed/],
    ['with look_back and append', spec('append', { lookBack: '5' }), 'exactly_once', 'at_least_once', /adds them/],
    ['with look_back and upsert', spec('upsert', { lookBack: '5' }), 'exactly_once', 'idempotent_by_key', /in place/],
    ['is never above the destination’s', spec('upsert', { lookBack: '5' }), 'at_least_once', 'at_least_once', /^so it/],
    [
      'without a cursor in some rows',
      spec('append', { nulls: 'include' }),
      'exactly_once',
      'exactly_once',
      /first load/,
    ],
  ])('%s', (_, stream, promised, expected, reason) => {
    const found = streamGuarantee(stream, answer(promised));
    expect(found.guarantee).toBe(expected);
    expect(found.reason).toMatch(reason);
  });

  it('with upsert needs no word about rows without a cursor: they are read every time', () => {
    const { reason } = streamGuarantee(spec('upsert', { nulls: 'include', lookBack: '5' }), answer('exactly_once', ''));
    expect(reason).not.toMatch(/first load/);
  });
});

describe('require_guarantee', () => {
  const levels: readonly Guarantee[] = ['at_least_once', 'idempotent_by_key', 'exactly_once'];
  it.each(levels.flatMap((has, a) => levels.map((wants, b) => [has, wants, a < b] as const)))(
    'has %s, wants %s: refused %s',
    (has, wants, refused) => {
      const required = { guarantee: wants, path: 'require_guarantee' };
      const problem = guaranteeProblem(spec('append'), { guarantee: has, reason: 'why' }, required);
      if (!refused) return expect(problem).toBeNull();
      expect(problem).toMatchObject({ code: 'guarantee_too_weak', stream: 'demo."Orders"', path: 'require_guarantee' });
      expect(problem?.message).toBe(`demo."Orders" is ${has}, and ${wants} is required: why`);
    },
  );

  it('is not needed', () => {
    expect(guaranteeProblem(spec('append'), { guarantee: 'at_least_once', reason: '' }, undefined)).toBeNull();
  });
});
