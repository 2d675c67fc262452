// The public list of @rapidbyte/connector/faults.
export { faultKinds } from './fault.ts';
export type { Fault, FaultKind, FiredFault, WrapperOptions } from './fault.ts';
export { writeLauncher } from './launcher.ts';
export { messagesOf } from './message-names.ts';
export type { Direction } from './message-names.ts';
