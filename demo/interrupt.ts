const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupt {
  /** Aborted by the first signal; its reason is the signal's name. */
  readonly signal: AbortSignal;
  dispose(): void;
}

/** From now on a signal asks for a clean end, instead of ending the process. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals): void => controller.abort(name);
  for (const name of signals) process.on(name, abort);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of signals) process.off(name, abort);
    },
  };
}

/**
 * Waits for `work`, or no longer than until the signal.
 *
 * @throws the signal's reason
 */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(new Error(`interrupted by ${String(signal.reason)}`));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  // A pending promise keeps no process alive; this does, while the servers' own handles don't.
  const alive = setInterval(() => undefined, 1_000);
  return Promise.race([work, aborted]).finally(() => clearInterval(alive));
}
