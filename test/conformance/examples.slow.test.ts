import { beforeAll, describe, expect, test } from 'vitest';
import { activatePython, whyNoPython } from '../examples/python.ts';
import { certifyPythonDestination, certifyPythonSource } from './certify-examples.ts';
import { blemishes, byFamily } from './verdicts.ts';

const noPython = await whyNoPython();

describe.skipIf(noPython !== undefined)('in Python', () => {
  beforeAll(activatePython, 600_000);

  test.each([
    ['source', certifyPythonSource],
    ['destination', certifyPythonDestination],
  ] as const)('the %s of files conforms', { timeout: 900_000 }, async (role, certify) => {
    const started = performance.now();
    const report = await certify();
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`conformance of the ${role} of files: ${report.conclusion} in ${seconds} s`, byFamily(report));
    expect(blemishes(report)).toEqual([]);
    expect(report.conclusion).toBe('conforms');
  });
});
