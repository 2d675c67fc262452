import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ConformanceReport } from '@rapidbyte/connector/testing';
import { certify } from '../../host/src/engine/certify.ts';
import { newConnector } from '../../host/src/scaffold/new-connector.ts';

const run = promisify(execFile);
const signal = new AbortController().signal;
const root = join(import.meta.dirname, '../..');

/** A connector of both roles, generated and built, with nothing changed. */
export interface Generated {
  readonly folder: string;
  certify(role: 'source' | 'destination', only?: readonly string[]): Promise<ConformanceReport>;
  remove(): Promise<void>;
}

export async function generateConnector(): Promise<Generated> {
  const parent = await mkdtemp(join(tmpdir(), 'rapidbyte-new-'));
  const { folder } = await newConnector('acme', 'both', parent);
  // In place of npm install.
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await run(process.execPath, ['build.js'], { cwd: folder });
  const lines = Array.from({ length: 20_000 }, (_, index) => `line number ${index + 1}\n`);
  const [input, output] = [join(folder, 'conformance/in'), join(folder, 'conformance/out')];
  await mkdir(input);
  await writeFile(join(input, 'numbers.txt'), lines.join(''));
  const probe = {
    command: `cd '${folder}' && sh conformance/show-rows.sh`,
    environment: { PATH: process.env['PATH'] },
  };
  return {
    folder,
    certify: (role, only = []) =>
      certify(join(folder, 'dist/main.js'), {
        role,
        config: { folder: role === 'source' ? input : output },
        secrets: [],
        only,
        seed: 1,
        signal,
        ...(role === 'source' ? {} : { probe }),
      }),
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}
