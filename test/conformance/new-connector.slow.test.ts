import { expect, test } from 'vitest';
import { generateConnector } from './new-connector.ts';
import { blemishes, byFamily } from './verdicts.ts';

test('a generated destination conforms', { timeout: 900_000 }, async () => {
  const generated = await generateConnector();
  try {
    const started = performance.now();
    const report = await generated.certify('destination');
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`conformance of a generated destination: ${report.conclusion} in ${seconds} s`, byFamily(report));
    expect(blemishes(report)).toEqual([]);
    expect(report.conclusion).toBe('conforms');
  } finally {
    await generated.remove();
  }
});
