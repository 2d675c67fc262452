import type { ProcessExit } from '../engine/types.ts';

// The ladder that ends a connector's process, rung by rung. Together below 8 s: a run that failed has ended within 10.

/** After Stop or Close: time to end a transaction and to leave by itself. */
export const stopDelayMs = 1500;
/** After the end of stdin, which tells a connector that its host is gone. */
export const endOfInputDelayMs = 1500;
/** After SIGTERM: time for a handler's last words. */
export const sigtermDelayMs = 1000;
/** After SIGKILL: what the kernel may take; a process in uninterruptible sleep is left behind. */
export const sigkillDelayMs = 1000;

/** The rung to begin with: a process that does not answer any more is not asked to stop. */
export type Rung = 'stop' | 'end_of_input' | 'sigterm';

/** The part of a process that the ladder needs. */
export interface Terminable {
  readonly exited: Promise<ProcessExit>;
  endInput(): void;
  /** To the whole process group. */
  signalGroup(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** Resolves as soon as the process has exited, with the signal it needed, if any; after SIGKILL in any case. */
export async function terminate(process: Terminable, from: Rung): Promise<ProcessExit | null> {
  const rungs: readonly { readonly rung: Rung | 'sigkill'; readonly act: () => void; readonly delayMs: number }[] = [
    { rung: 'stop', act: () => undefined, delayMs: stopDelayMs },
    { rung: 'end_of_input', act: () => process.endInput(), delayMs: endOfInputDelayMs },
    { rung: 'sigterm', act: () => process.signalGroup('SIGTERM'), delayMs: sigtermDelayMs },
    { rung: 'sigkill', act: () => process.signalGroup('SIGKILL'), delayMs: sigkillDelayMs },
  ];
  for (const { act, delayMs } of rungs.slice(rungs.findIndex(({ rung }) => rung === from))) {
    act();
    const exit = await within(process.exited, delayMs);
    if (exit !== null) return exit;
  }
  return null;
}

/** What the promise resolves to, or null if it has not within the delay. */
export async function within<T>(promise: Promise<T>, delayMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), delayMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
