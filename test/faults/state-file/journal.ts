import { DatabaseSync } from 'node:sqlite';
import { openState, PipelineError, type RunJournal } from '../../../host/src/index.ts';

export type StateFaultKind = 'kill' | 'error' | 'stall';

/** One fault, at one write into the state file. */
export interface StateFault {
  /** The host gets SIGKILL; the file can't be written; another process has it locked. */
  readonly kind: StateFaultKind;
  /** As `callName` names it. */
  readonly call: string;
  /** Before the file is written, or after. */
  readonly when: 'before' | 'after';
  /** 1: the first such call. */
  readonly occurrence: number;
}

export interface WatchedState extends Disposable {
  readonly journal: RunJournal;
}

export interface WatchOptions {
  readonly fault?: StateFault;
  /** Before each call: its name. */
  readonly onCall?: (name: string) => void;
  readonly onFault?: () => void;
}

/** A state file with somebody between it and the engine. All calls are known to it, those too that are added some day. */
export function watchState(file: string, { fault, onCall, onFault }: WatchOptions = {}): WatchedState {
  const state = openState(file);
  let seen = 0;
  const journal = new Proxy(state.journal, {
    get(target, property) {
      const method: unknown = Reflect.get(target, property);
      if (typeof method !== 'function') return method;
      return (...parameters: readonly unknown[]): unknown => {
        const call = (): unknown => Reflect.apply(method, target, parameters);
        const name = callName(String(property), parameters);
        onCall?.(name);
        if (fault?.call !== name || ++seen !== fault.occurrence) return call();
        onFault?.();
        return happen(fault, file, call);
      };
    },
  });
  return { journal, [Symbol.dispose]: () => state.close() };
}

/** `committed`, and of events `event unit_opened`. */
function callName(method: string, parameters: readonly unknown[]): string {
  const event: unknown = parameters[1];
  return method === 'event' && typeof event === 'object' && event !== null && 'type' in event
    ? `${method} ${String(event.type)}`
    : method;
}

function happen({ kind, when }: StateFault, file: string, call: () => unknown): unknown {
  if (kind === 'stall') return whileLocked(file, call);
  const result = when === 'after' ? call() : undefined;
  if (kind === 'kill') process.kill(process.pid, 'SIGKILL');
  else throw diskFull();
  return result;
}

/** The call waits for as long as it ever does. */
function whileLocked(file: string, call: () => unknown): unknown {
  const other = new DatabaseSync(file);
  try {
    other.exec('BEGIN IMMEDIATE');
    return call();
  } finally {
    other.close();
  }
}

function diskFull(): PipelineError {
  return new PipelineError({
    side: 'host',
    category: 'internal',
    code: 'state_disk_full',
    message: 'the state file cannot be written: no space is left',
    hint: 'this is a test of what a failure does',
  });
}
