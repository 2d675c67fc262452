import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startThrottledProxy, type ThrottledProxy } from '../support/throttled-proxy.ts';
import { randomWeather, type Climate, type Weather } from '../support/weather.ts';

/** With pauses of up to 8 s, so long without a single byte on either side is a stall. */
const stallMs = 60_000;

export interface RouteOptions {
  /** Where the pipeline's file goes. */
  readonly file: string;
  readonly stream: string;
  readonly sourceUrl: string;
  readonly destinationUrl: string;
  readonly climate: Climate;
  readonly seed: number;
}

/** A pipeline whose two connections each go through a proxy with weather of its own. */
export interface SlowRoute extends AsyncDisposable {
  /** From the source's server, and to the destination's. */
  readonly bytes: () => readonly [number, number];
  /** No more weather: everything passes at full speed. */
  clearUp(): void;
  /** Rejects once no byte has passed for a minute, saying what the weather was; resolves when `signal` is aborted. */
  watchForStall(signal: AbortSignal): Promise<void>;
}

export async function openSlowRoute(options: RouteOptions): Promise<SlowRoute> {
  let isClear = false;
  const open = (url: string, throttle: 'to_client' | 'to_server', seed: number): Promise<ThrottledProxy> => {
    const weather = randomWeather(seed, options.climate);
    const nextWeather = (): Weather => (isClear ? { kind: 'clear', milliseconds: 1000 } : weather());
    const { hostname, port } = new URL(url);
    return startThrottledProxy({ host: hostname, port: Number(port || 5432), throttle, nextWeather });
  };
  const source = await open(options.sourceUrl, 'to_client', options.seed);
  const destination = await open(options.destinationUrl, 'to_server', options.seed + 1);
  writeFileSync(options.file, pipelineYaml(options, source.port, destination.port));
  return {
    bytes: () => [source.bytes(), destination.bytes()],
    clearUp: () => {
      isClear = true;
    },
    watchForStall: (signal) => watchForStall(source, destination, signal),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([source.close(), destination.close()]);
    },
  };
}

function pipelineYaml(options: RouteOptions, sourcePort: number, destinationPort: number): string {
  // JSON is YAML.
  return JSON.stringify({
    version: '1.0',
    pipeline: 'soak',
    source: {
      use: 'source-postgres',
      config: { url: through(options.sourceUrl, sourcePort) },
      streams: [{ name: options.stream, sync_mode: 'full_refresh' }],
    },
    destination: {
      use: 'dest-postgres',
      config: { url: through(options.destinationUrl, destinationPort) },
      write_mode: 'replace',
    },
  });
}

function through(url: string, proxyPort: number): string {
  const changed = new URL(url);
  changed.host = `127.0.0.1:${proxyPort}`;
  return changed.href;
}

async function watchForStall(source: ThrottledProxy, destination: ThrottledProxy, signal: AbortSignal): Promise<void> {
  let bytes = -1;
  let since = performance.now();
  while (!signal.aborted) {
    const passed = source.bytes() + destination.bytes();
    if (passed !== bytes) {
      bytes = passed;
      since = performance.now();
    }
    if (performance.now() - since > stallMs) {
      const weather = `${source.weather()} at the source, ${destination.weather()} at the destination`;
      throw new Error(`stalled: after ${bytes} bytes, none for ${stallMs} ms; weather: ${weather}`);
    }
    await sleep(250);
  }
}
