import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { groupMembers } from '../support/fixture-pipeline.ts';

const script = fileURLToPath(new URL('../fixtures/host-with-a-run.ts', import.meta.url));

/** Starts a host, waits until a unit is open, and returns the ids of its connectors. */
async function hostWithARun(...parameters: string[]): Promise<{ host: ChildProcess; connectors: readonly number[] }> {
  const host = spawn(process.execPath, ['--conditions=rapidbyte-source', script, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(host.stdout ?? host, 'data')) as [Buffer];
  return { host, connectors: JSON.parse(String(line)) as number[] };
}

/** Who is left after at most 10 s. */
async function leftOver(connectors: readonly number[]): Promise<readonly string[]> {
  for (let tenths = 0; tenths < 100 && groupMembers(connectors).length > 0; tenths++) await delay(100);
  return groupMembers(connectors);
}

describe('a host', () => {
  it('that is killed leaves no connector behind', async () => {
    const { host, connectors } = await hostWithARun();
    expect(groupMembers(connectors)).toHaveLength(2);
    host.kill('SIGKILL');
    await once(host, 'exit');
    expect(await leftOver(connectors)).toEqual([]);
  });

  it('that leaves by process.exit takes its connectors with it, the deaf ones too', async () => {
    const { host, connectors } = await hostWithARun('ignores-sigterm', 'exit');
    expect(groupMembers(connectors)).toHaveLength(2);
    await once(host, 'exit');
    expect(await leftOver(connectors)).toEqual([]);
  });
});
