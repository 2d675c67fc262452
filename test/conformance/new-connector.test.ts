import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Generated, generateConnector } from './new-connector.ts';
import { blemishes } from './verdicts.ts';

describe('what rapidbyte new connector makes conforms as it is', () => {
  let generated: Generated;
  beforeAll(async () => {
    generated = await generateConnector();
  });
  afterAll(() => generated.remove());

  test('as a source', { timeout: 300_000 }, async () => {
    const report = await generated.certify('source');
    expect(blemishes(report)).toEqual([]);
    expect(report.conclusion).toBe('conforms');
  });

  // The whole is new-connector.slow.test.ts.
  test('as a destination, where it is most easily broken', { timeout: 300_000 }, async () => {
    const report = await generated.certify('destination', ['check', 'loads', 'LIFE-8/published-once', 'intake']);
    expect(blemishes(report)).toEqual([]);
    expect(report.conclusion).toBe('conforms');
  });
});
