import { afterAll, describe, expect, test } from 'vitest';
import { fixture, rapidbyte, temporaryFolder } from './command-line.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const config = folder.write('generator.yaml', 'streams: { numbers: 5000 }\npassword: ${env:CONFORMANCE_SECRET}\n');
const env = { CONFORMANCE_SECRET: 'correct-horse' };
const generator = [fixture('generator'), '--role', 'source', '--config', config, '--seed', '7'];

describe('rapidbyte conformance', () => {
  test('says for each clause what was seen, and what all of them say', async () => {
    const args = ['conformance', ...generator, '--only', 'FRAME-5', '--only', 'IO-3'];
    const { exitCode, stdout, stderr } = await rapidbyte(args, { env });
    expect(stdout).toContain('PASS        FRAME-5/unknown-fields  Unknown fields are ignored\n');
    expect(stdout).toContain('PASS        IO-3/secrets-in-logs');
    expect(stdout).toMatch(/framing {6}5 PASS\nhygiene {6}3 PASS\n\nconforms as a source: 8 PASS, in .+, seed 7\n$/);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  test('a rule that is broken exits with 5, and the document says which', async () => {
    const args = ['conformance', fixture('prints-to-stdout'), ...generator.slice(1), '--only', 'IO-2', '--json'];
    const { exitCode, stdout } = await rapidbyte(args, { env });
    expect(JSON.parse(stdout)).toMatchObject({
      role: 'source',
      conclusion: 'violates',
      seed: 7,
      counts: { FAIL: 1, PASS: 0 },
      results: [
        { clause: 'IO-2/magic-first', verdict: 'FAIL', reason: expect.stringContaining('Starting the connector') },
      ],
    });
    expect(exitCode).toBe(5);
  });

  test('what could not be observed is no pass: exit 1', async () => {
    // Without a probe nobody can say what is visible.
    const args = ['conformance', fixture('counter'), '--role', 'destination', '--only', 'LIFE-8/visible-after-publish'];
    const { exitCode, stdout } = await rapidbyte(args);
    expect(stdout).toContain('NOT_REACHED LIFE-8/visible-after-publish');
    expect(stdout).toContain('give a --probe-cmd');
    expect(stdout).toMatch(/incomplete as a destination: 1 NOT_REACHED/);
    expect(exitCode).toBe(1);
  });

  test('--explain lists every clause, and the rules that none observes', async () => {
    const { exitCode, stdout } = await rapidbyte(['conformance', '--explain']);
    expect(stdout).toMatch(/^framing\n {2}IO-2\/magic-first {2}The magic comes first/);
    expect(stdout).toMatch(/\nnot observed\n {2}BATCH-5 {2}it binds the host/);
    expect(exitCode).toBe(0);
  });

  test.each([
    [['conformance'], 'Missing the connector'],
    [['conformance', 'x'], 'Missing required flag role'],
    [['conformance', 'x', '--role', 'both'], 'Expected --role=both to be one of'],
    [['conformance', fixture('counter'), '--role', 'destination', '--only', 'FARME-3'], '(unknown_clause)'],
    [['conformance', fixture('no-such'), '--role', 'source'], '(connector_not_found)'],
    [['conformance', 'x', '--role', 'source', '--config', 'no-such.yaml'], '(file_not_found)'],
    [['conformance', 'x', '--role', 'source', '--config', folder.write('list.yaml', '- 1\n')], '(invalid_config)'],
    [['conformance', ...generator], '(missing_secret)'],
  ])('%j is wrong usage', async (args, expected) => {
    const { exitCode, stdout, stderr } = await rapidbyte(args);
    expect(stderr).toContain(expected);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });
});
