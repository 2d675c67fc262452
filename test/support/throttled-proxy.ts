import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatWeather, type Weather } from './weather.ts';

export interface ThrottledProxyOptions {
  readonly host: string;
  readonly port: number;
  /** What the next stretch of time is like; asked again whenever one is over. */
  readonly nextWeather: () => Weather;
  /** The direction that weather is for; the other one is never held up. */
  readonly throttle: 'to_server' | 'to_client';
}

export interface ThrottledProxy extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Bytes passed on so far, in the throttled direction. */
  readonly bytes: () => number;
  /** In words, for messages. */
  readonly weather: () => string;
  close(): Promise<void>;
}

/** A TCP proxy that holds back one direction: bytes wait in it, in the sockets' buffers, and so in whoever sends. */
export async function startThrottledProxy(options: ThrottledProxyOptions): Promise<ThrottledProxy> {
  const gate = new Gate(options.nextWeather);
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ host: options.host, port: options.port, allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => sockets.delete(socket));
    }
    const held = options.throttle === 'to_server';
    void pump(client, upstream, held ? gate : undefined);
    void pump(upstream, client, held ? undefined : gate);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = async (): Promise<void> => {
    gate.open();
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port: (server.address() as AddressInfo).port,
    bytes: () => gate.bytes,
    weather: () => formatWeather(gate.weather),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** An end is passed on as an end, an error or a disappearance as a disappearance. */
async function pump(from: Socket, to: Socket, gate: Gate | undefined): Promise<void> {
  to.on('error', () => from.destroy());
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length;) {
        const size = gate === undefined ? chunk.length : await gate.admit(chunk.length - at);
        const written = to.write(chunk.subarray(at, at + size));
        at += size;
        if (!written) await drained(to);
        if (to.destroyed) return void from.destroy();
      }
    }
    to.end();
  } catch {
    to.destroy();
  }
}

/** Or closed: a drain that never comes hangs forever. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

/** All connections of a proxy share its weather and its bandwidth. */
class Gate {
  readonly #nextWeather: () => Weather;
  #until = 0;
  #isOpen = false;
  bytes = 0;
  weather: Weather = { kind: 'clear', milliseconds: 0 };

  constructor(nextWeather: () => Weather) {
    this.#nextWeather = nextWeather;
  }

  /** From now on nothing is held back. */
  open(): void {
    this.#isOpen = true;
  }

  /** Waits, and says how many of the bytes may pass. */
  async admit(wanted: number): Promise<number> {
    while (!this.#isOpen) {
      const now = performance.now();
      if (now >= this.#until) {
        this.weather = this.#nextWeather();
        this.#until = now + this.weather.milliseconds;
      }
      const { weather } = this;
      if (weather.kind === 'clear') break;
      if (weather.kind === 'pause') {
        // In short steps, so that closing the proxy does not have to wait.
        await sleep(Math.min(100, this.#until - now));
        continue;
      }
      const size = Math.min(wanted, weather.pieceBytes);
      await sleep((size / weather.bytesPerSecond) * 1000);
      this.bytes += size;
      return size;
    }
    this.bytes += wanted;
    return wanted;
  }
}
