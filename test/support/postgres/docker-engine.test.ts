import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { dockerAnswers } from './docker-engine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-'));
  vi.stubEnv('DOCKER_HOST', `unix://${folder}/docker.sock`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function answersWith(listener: RequestListener): Promise<boolean> {
  const engine = createServer(listener);
  await new Promise<void>((resolve) => engine.listen(join(folder, 'docker.sock'), resolve));
  try {
    return await dockerAnswers();
  } finally {
    engine.closeAllConnections();
    engine.close();
  }
}

it('takes an engine that answers its ping', async () => {
  expect(await answersWith((request, answer) => answer.writeHead(request.url === '/_ping' ? 200 : 404).end('OK'))).toBe(
    true,
  );
});

it('passes over an engine that refuses', async () => {
  expect(await answersWith((_, answer) => answer.writeHead(500).end())).toBe(false);
});

it('does not wait for one that never answers', async () => {
  expect(await answersWith(() => undefined)).toBe(false);
});

it('passes over a socket that is not there, and a DOCKER_HOST of another kind', async () => {
  expect(await dockerAnswers()).toBe(false);
  vi.stubEnv('DOCKER_HOST', 'ssh://somewhere');
  expect(await dockerAnswers()).toBe(false);
});
