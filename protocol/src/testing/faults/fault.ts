import type { ErrorCategory } from '../../error.ts';
import { messagesOf, type Direction } from './message-names.ts';

export const faultKinds = [
  /** The connector is killed by SIGKILL. */
  'kill',
  /** An Error is answered instead of what the connector says, or would say. */
  'error',
  /** Nothing is passed on any more, in either direction; both processes live on. */
  'stall',
  /** Both pipes between host and connector are closed. */
  'cut',
  /** The pipe that the message goes through is closed; the other one stays. */
  'half_close',
  /** Half of the message is passed on, then its pipe is closed. */
  'truncate',
  /** The connector is stopped by SIGSTOP; whoever reads `fired` may continue it. */
  'freeze',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** One fault, at one message. */
export interface Fault {
  readonly kind: FaultKind;
  readonly direction: Direction;
  /** As the .proto's envelope names it: `begin`, `batch`, `committed`. */
  readonly message: string;
  /** Before the message is passed on (it never is, but by a freeze), or after. */
  readonly when: 'before' | 'after';
  /** 1: the first such message of the process. */
  readonly occurrence: number;
  /** Of kind `error`: what it says; a transient error that may be tried again if not said. */
  readonly error?: { readonly category: ErrorCategory; readonly code: string; readonly retryable?: boolean };
}

export interface WrapperOptions {
  /** The connector: an executable and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly fault?: Fault;
  /**
   * A file that is written when the fault is injected: `FiredFault`, as JSON. Where it exists already, nothing is injected
   * any more: processes that share it have one fault between them. Without it, each process has its own.
   */
  readonly fired?: string;
  /** A file that gets a line for each frame that arrives: `to_host committed`. */
  readonly trace?: string;
}

/** What the `fired` file holds. */
export interface FiredFault extends Fault {
  /** Of the connector, not of its wrapper. */
  readonly pid: number;
}

/** @throws Error that says which option is wrong, and what it may be */
export function checkFault(fault: Fault): void {
  oneOf('the kind of the fault', fault.kind, faultKinds);
  oneOf('its direction', fault.direction, ['to_connector', 'to_host']);
  oneOf('its "when"', fault.when, ['before', 'after']);
  oneOf(`its message ${fault.direction}`, fault.message, messagesOf(fault.direction));
  if (!Number.isSafeInteger(fault.occurrence) || fault.occurrence < 1) {
    throw new Error(`its occurrence is ${String(fault.occurrence)}; it counts 1, 2, 3, …`);
  }
}

function oneOf(what: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new Error(`${what} is ${JSON.stringify(value)}; it is one of: ${allowed.join(', ')}`);
}
