import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A running engine answers in a few milliseconds; most machines have none, and shall not wait for it. */
const pingTimeoutMs = 300;

/** Whether a Docker engine answers at `DOCKER_HOST` (unix or tcp), or at the usual sockets where that is not set. */
export async function dockerAnswers(): Promise<boolean> {
  const host = process.env['DOCKER_HOST'];
  if (host !== undefined && host !== '') return ping(target(host));
  for (const socketPath of ['/var/run/docker.sock', join(homedir(), '.docker/run/docker.sock')]) {
    if (existsSync(socketPath) && (await ping({ socketPath }))) return true;
  }
  return false;
}

type Target = { socketPath: string } | { host: string; port: string } | undefined;

function target(dockerHost: string): Target {
  const url = URL.parse(dockerHost);
  if (url?.protocol === 'unix:') return { socketPath: url.pathname };
  if (url?.protocol === 'tcp:' || url?.protocol === 'http:') return { host: url.hostname, port: url.port || '2375' };
  return undefined;
}

/** https://docs.docker.com/reference/api/engine/version/v1.47/#tag/System/operation/SystemPing */
function ping(at: Target): Promise<boolean> {
  if (at === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ask = request({ ...at, path: '/_ping', timeout: pingTimeoutMs }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ask.once('timeout', () => ask.destroy());
    ask.once('close', () => resolve(false));
    ask.once('error', () => resolve(false));
    ask.end();
  });
}
