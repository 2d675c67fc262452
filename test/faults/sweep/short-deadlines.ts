import { AsyncLocalStorage } from 'node:async_hooks';

/** A connector says every 200 ms that it is there. */
const shortMs = 1000;
/** It counts from the spawn: two processes that start on a busy machine would be given up before they say anything. */
const keptDeadline = 'handshakeTimeoutMs';

const isShort = new AsyncLocalStorage<true>();

/**
 * Whatever a run waits for in here, once its connectors have started, is given up after a second, where the host's module of
 * deadlines is `shortenable`.
 */
export function withShortDeadlines<T>(run: () => Promise<T>): Promise<T> {
  return isShort.run(true, run);
}

/**
 * The module of the host's deadlines, for `vi.mock`: each of them is its own outside of `withShortDeadlines`. The product has no
 * setting for them, and needs none.
 */
export function shortenable<Module extends object>(module: Module): Module {
  return new Proxy(module, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      const isShortened = typeof value === 'number' && name !== keptDeadline && isShort.getStore() === true;
      return isShortened ? Math.min(value, shortMs) : value;
    },
  });
}
