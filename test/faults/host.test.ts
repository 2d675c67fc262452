import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { StateDatabase } from '../../host/src/state/database.ts';
import { runsOf } from '../../host/src/state/history.ts';
import type { RememberedRun } from '../../host/src/state/types.ts';
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

function runs(file: string): readonly RememberedRun[] {
  const state = StateDatabase.openToRead(file);
  const found = state === null ? [] : runsOf(state, 'fixture');
  state?.close();
  return found;
}

/** Who is left after at most 10 s. */
async function leftOver(connectors: readonly number[]): Promise<readonly string[]> {
  for (let tenths = 0; tenths < 100 && groupMembers(connectors).length > 0; tenths++) await delay(100);
  return groupMembers(connectors);
}

describe('a host', () => {
  it('that is killed has remembered the load, and its run is not taken for one that goes on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rapidbyte-killed-'));
    try {
      const file = join(folder, 'state.db');
      const { host, connectors } = await hostWithARun('generator', 'stay', file);
      expect(runs(file)).toMatchObject([{ status: 'running' }]);
      host.kill('SIGKILL');
      await once(host, 'exit');
      const [run] = runs(file);
      expect(run).toMatchObject({ status: 'interrupted', pid: host.pid, finishedAt: null });
      expect(run?.loads).toMatchObject([{ stream: 'demo.numbers', loadId: run?.loadId, status: null }]);
      expect(run?.loadId).toMatch(/^[0-9a-f-]{36}$/);
      expect(await leftOver(connectors)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

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
