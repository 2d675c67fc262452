import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildGoRows, whyNoGo } from '../examples/go.ts';
import { activatePython, whyNoPython } from '../examples/python.ts';
import { certifyGoRows, certifyPythonDestination, certifyPythonSource } from './certify-examples.ts';
import { blemishes } from './verdicts.ts';

// The Go connector whole; of the Python ones some clauses of each kind, and the whole in examples.slow.test.ts.
const noGo = await whyNoGo();
if (noGo !== undefined) console.warn(`The Go connector is not certified: ${noGo}`);
const noPython = await whyNoPython();
if (noPython !== undefined) console.warn(`The Python connectors are not certified: ${noPython}`);

const ofBoth = ['FRAME-3', 'FRAME-5', 'FRAME-6', 'LIFE-1', 'LIFE-4/honest-check', 'IO-4/end-of-input-in-session'];

describe.skipIf(noGo !== undefined)('in Go', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapidbyte-certify-'));
    await buildGoRows(join(folder, 'rapidbyte-source-rows'));
  }, 600_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('the source of rows conforms', { timeout: 300_000 }, async () => {
    const report = await certifyGoRows(join(folder, 'rapidbyte-source-rows'));
    expect(blemishes(report)).toEqual([]);
    expect(report.conclusion).toBe('conforms');
  });
});

describe.skipIf(noPython !== undefined)('in Python', () => {
  beforeAll(activatePython, 600_000);

  test('the source of files obeys the protocol where it is most easily broken', { timeout: 120_000 }, async () => {
    const report = await certifyPythonSource([...ofBoth, 'PLAN-1/tiles', 'PLAN-4', 'SESSION-5', 'CREDIT-2', 'STOP-2']);
    expect(blemishes(report)).toEqual([]);
    expect(report.conclusion).toBe('conforms');
  });

  test('the destination of files obeys the protocol where it is most easily broken', { timeout: 120_000 }, async () => {
    const of = ['CHECK-2', 'TYPE-4', 'LOAD-3', 'LOAD-4', 'LOAD-5', 'SESSION-7/fenced', 'LIFE-8/published-once'];
    const report = await certifyPythonDestination([...ofBoth, ...of]);
    expect(blemishes(report)).toEqual([]);
    expect(report.conclusion).toBe('conforms');
  });
});
