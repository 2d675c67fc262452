import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { fingerprintOf } from '../support/fingerprint.ts';
import { spawnLink } from '../support/link/spawn.ts';
import { runPipelineDocument } from '../support/pipeline-process.ts';
import { testServers } from '../support/test-servers.ts';

/** 200 B a row: 30 s with two connections of 3.75 MB/s, long enough for a probe to pay. */
const readings = `CREATE TABLE readings (id bigint PRIMARY KEY, at timestamptz NOT NULL, note text NOT NULL);
  INSERT INTO readings SELECT n, timestamptz '2026-01-01' + n * interval '1 s', repeat(md5(n::text), 5)
    FROM generate_series(1, 1000000) n;
  ANALYZE readings`;

const farAway = { roundTripMs: 20, megabitsPerSecond: 30 };

function through(url: string, port: number | undefined): string {
  const linked = new URL(url);
  linked.port = String(port);
  return linked.href;
}

function addressOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

afterEach(() => void vi.unstubAllEnvs());

describe('on a slow link', { timeout: 180_000 }, () => {
  it('more sessions are found to be what helps, far more than there are cores', async () => {
    // Where a machine with two cores begins, whichever this is.
    vi.stubEnv('RAPIDBYTE_PARALLELISM', '2');
    await using from = await createDatabase(testServers.source.url, { setup: readings });
    await using to = await createDatabase(testServers.destination.url);
    await using link = await spawnLink(
      { shape: farAway, only: undefined },
      { source: addressOf(from.url), destination: addressOf(to.url) },
    );
    const { exitCode, result, stderr } = await runPipelineDocument({
      version: '1.0',
      pipeline: 'far-away',
      source: {
        use: 'source-postgres',
        config: { url: through(from.url, link.ports.source) },
        streams: [{ name: 'public.readings' }],
      },
      destination: {
        use: 'dest-postgres',
        config: { url: through(to.url, link.ports.destination) },
        write_mode: 'replace',
      },
      resources: { max_memory: '2gb' },
    });
    expect(exitCode, stderr).toBe(0);
    const record = result.streams[0]?.autotune;
    expect(record).toMatchObject({ outcome: 'changed', winner: { 'source.partitionMode': 'ctid' } });
    const [before, after] = [record?.baseline, record?.winner].map((each) => Number(each?.['host.parallelism']));
    expect(after).toBeGreaterThanOrEqual(2 * (before ?? Infinity));
    expect(record?.gain).toBeGreaterThan(0.4);
    expect(record?.order[0]?.why).toContain('processors have room');
    expect(record?.probe.share).toBeLessThan(0.2);
    expect(await fingerprintOf(to.url, 'public.readings')).toEqual(await fingerprintOf(from.url, 'public.readings'));
  });
});
