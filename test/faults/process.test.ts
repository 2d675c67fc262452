import { describe, expect, it } from 'vitest';
import { runFixture } from '../support/fixture-pipeline.ts';

describe('a connector process', () => {
  it('that floods stderr works all the same, and its log stays bounded', async () => {
    const run = await runFixture({ source: 'floods-stderr', sourceConfig: { streams: { numbers: 100 } } });
    expect(run.result.status).toBe('succeeded');
    const lines = run.events.filter((event) => event.type === 'connector_log');
    // 500,000 lines and 20 without an end were written.
    expect(lines.length).toBeLessThan(5000);
    expect(lines.some(({ message }) => /^\d+ more log lines were dropped/.test(message))).toBe(true);
    expect(Math.max(...lines.map(({ message }) => message.length))).toBeLessThan(10_000);
  });

  it('that ignores Stop, the end of its input and SIGTERM is killed', async () => {
    const cancel = new AbortController();
    const run = await runFixture(
      { source: 'ignores-sigterm' },
      {
        signal: cancel.signal,
        onEvent: ({ type }) => {
          if (type === 'unit_opened') setTimeout(() => cancel.abort(), 200);
        },
      },
    );
    expect(run.result).toMatchObject({ status: 'cancelled', errors: [] });
    expect(run.events).toContainEqual(
      expect.objectContaining({ type: 'connector_exited', side: 'source', code: null, signal: 'SIGKILL' }),
    );
    expect(run.survivors).toEqual([]);
    expect(run.seconds).toBeLessThan(10);
  });

  it('leaves nothing behind of what it has started itself', async () => {
    const run = await runFixture({ source: 'leaves-a-child' });
    expect(run.result.status).toBe('succeeded');
    expect(run.survivors).toEqual([]);
  });

  it('that dies takes the last of its stderr into the error', async () => {
    const run = await runFixture({ source: 'exits-at-once' });
    expect(run.result.errors[0]?.stderrTail).toBe("Error: Cannot find module 'left-pad'");
  });

  it('that ends badly after all was done is a warning, not a failure', async () => {
    const run = await runFixture({ source: 'exits-badly' });
    expect(run.result).toMatchObject({
      status: 'succeeded',
      warnings: [{ code: 'connector_bad_exit', side: 'source', exit: { code: 9, signal: null } }],
    });
  });

  it('that uses more memory than the run may is warned about', async () => {
    const run = await runFixture({ source: 'uses-much-memory', maxMemoryBytes: 300 * 2 ** 20 });
    expect(run.result).toMatchObject({
      status: 'succeeded',
      warnings: [{ code: 'memory_exceeded', path: 'resources.max_memory', message: expect.stringMatching(/300 MiB$/) }],
    });
    const source = run.result.processes.find(({ side }) => side === 'source');
    expect(source?.memoryBytes).toBeGreaterThan(400 * 2 ** 20);
  });

  it('gets no variable that is not on the list, and no secret but over its input', async () => {
    const password = 'hunter2-hunter2';
    const run = await runFixture(
      { source: 'shows-its-environment', sourceConfig: { streams: { numbers: 0 }, password }, secrets: [password] },
      {
        environment: { ...process.env, PGPASSWORD: password, HTTPS_PROXY: `http://u:${password}@proxy`, LC_TIME: 'C' },
      },
    );
    const shown = run.events.find((event) => event.type === 'connector_log');
    const report: unknown = JSON.parse(shown?.type === 'connector_log' ? shown.message : '{}');
    expect(report).toEqual({
      variables: expect.arrayContaining(['LC_TIME', 'PATH']),
      unexpected: [],
      showsPassword: false,
    });
  });
});

describe('a secret', () => {
  // Every character that URLs and JSON write differently.
  const password = 's3cret/"wörd%&$(x)';

  it('reaches no event, error or result, however the connector tries', async () => {
    const run = await runFixture({
      source: 'leaks-its-password',
      sourceConfig: { streams: { numbers: 10 }, password },
      secrets: [password],
    });
    expect(run.result.errors).toMatchObject([
      {
        code: 'password_refused',
        category: 'auth',
        message: 'The server refuses the password "***" of app',
        hint: 'Try psql postgres://app:***@db',
        path: 'source.config.password',
        stream: 'demo.numbers',
      },
    ]);
    const logged = run.events.flatMap((event) => (event.type === 'connector_log' ? [event.message] : []));
    expect(logged).toContain('connecting with password=***');
    expect(logged).toContain('url postgres://app:***@db');
    const everything = JSON.stringify([run.result, run.events]);
    for (const trace of [password, encodeURIComponent(password), 's3cret']) {
      expect(everything).not.toContain(JSON.stringify(trace).slice(1, -1));
    }
  });
});
