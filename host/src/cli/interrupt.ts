import { exitCodes } from './exit-code.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupt {
  /** Aborted by the first signal; its reason is the signal's name. */
  readonly signal: AbortSignal;
  dispose(): void;
}

/**
 * The first SIGINT, SIGTERM or SIGHUP asks for a clean stop, the second one ends the process at once. Connectors
 * notice the end of their stdin, so nothing stays behind; what was committed stays, with the position that it leads to.
 */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const listener = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(exitCodes.cancelled);
    controller.abort(name);
  };
  for (const name of signals) process.on(name, listener);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of signals) process.off(name, listener);
    },
  };
}
