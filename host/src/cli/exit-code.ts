import type { RunError, RunResult } from '../engine/types.ts';

/**
 * The exit codes of every command. They are stable: scripts branch on them. 2 is what shells and most tools use for
 * wrong usage, 130 what a shell reports for a program ended by Ctrl-C (128 + SIGINT).
 */
export const exitCodes = {
  /** Done; for `check`: nothing is wrong. */
  done: 0,
  /** The run failed, and neither connector is to blame: counts that differ, a full disk on the host, a bug. */
  failed: 1,
  /** The command line, the pipeline file or a connector's config is wrong. Nothing was moved. */
  usage: 2,
  /** The source failed: it cannot be reached, refuses, or died. */
  source: 3,
  /** The destination failed. */
  destination: 4,
  /** A connector broke the protocol: it is defective, or speaks another version. */
  protocol: 5,
  /** Stopped or cancelled by SIGINT, SIGTERM or SIGHUP. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What an error means for the exit code; it depends on category and side alone, never on a message. */
export function exitCodeOfError(error: Pick<RunError, 'category' | 'side' | 'code'>): ExitCode {
  if (error.code === 'cancelled') return exitCodes.cancelled;
  if (error.category === 'config') return exitCodes.usage;
  if (error.category === 'protocol') return exitCodes.protocol;
  if (error.side === 'source') return exitCodes.source;
  if (error.side === 'destination') return exitCodes.destination;
  return exitCodes.failed;
}

/** The first error is the root cause, and decides. */
export function exitCodeOfRun(result: Pick<RunResult, 'status' | 'errors'>): ExitCode {
  if (result.status === 'succeeded') return exitCodes.done;
  if (result.status === 'cancelled' || result.status === 'stopped') return exitCodes.cancelled;
  const [rootCause] = result.errors;
  return rootCause === undefined ? exitCodes.failed : exitCodeOfError(rootCause);
}
