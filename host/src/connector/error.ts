import { type CommitState, ConnectorError, type ConnectorErrorDetails } from '@rapidbyte/connector';
import type { ProcessExit, RunError, Side } from '../engine/types.ts';

/** Who failed, and how its process ended. */
export interface Blame {
  readonly side: Side;
  readonly connector?: string | undefined;
  readonly exit?: ProcessExit | undefined;
  readonly stderrTail?: string | undefined;
}

/** A ConnectorError with what only the host knows: which side it is about, and how that side's process ended. */
export class PipelineError extends ConnectorError {
  readonly side: Side;
  readonly connector: string | undefined;
  readonly exit: ProcessExit | undefined;
  readonly stderrTail: string | undefined;

  constructor(details: ConnectorErrorDetails & Blame) {
    super(details);
    this.name = 'PipelineError';
    this.side = details.side;
    this.connector = details.connector;
    this.exit = details.exit;
    this.stderrTail = details.stderrTail;
  }

  /** Any thrown value, with `blame` where it has none of its own. */
  static blame(error: unknown, blame: Blame): PipelineError {
    if (error instanceof PipelineError) return error;
    const known = ConnectorError.from(error);
    return new PipelineError({ ...errorDetails(known), ...blame, cause: known.cause ?? known });
  }

  /** The same, about a stream. */
  about(stream: string): PipelineError {
    const { side, connector, exit, stderrTail, cause } = this;
    return new PipelineError({ ...errorDetails(this), stream, side, connector, exit, stderrTail, cause });
  }

  /** The same, with what is known of the commit. */
  withCommitState(commitState: CommitState): PipelineError {
    const { side, connector, exit, stderrTail, cause } = this;
    return new PipelineError({ ...errorDetails(this), commitState, side, connector, exit, stderrTail, cause });
  }

  /** The same, with this to do about it. */
  withHint(hint: string): PipelineError {
    const { side, connector, exit, stderrTail, cause } = this;
    return new PipelineError({ ...errorDetails(this), hint, side, connector, exit, stderrTail, cause });
  }

  toRunError(): RunError {
    const { exit, stderrTail } = this;
    return {
      ...errorDetails(this),
      side: this.side,
      retryable: this.retryable,
      ...(this.connector === undefined ? {} : { connector: this.connector }),
      ...(exit === undefined ? {} : { exit }),
      ...(stderrTail === undefined || stderrTail === '' ? {} : { stderrTail }),
    };
  }
}

/** The error's own fields, those left out that are not set. */
export function errorDetails(error: ConnectorError): ConnectorErrorDetails {
  const { hint, path, retryAfterMs, commitState, stream, column } = error;
  return {
    category: error.category,
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    ...(hint === undefined || hint === '' ? {} : { hint }),
    ...(path === undefined || path === '' ? {} : { path }),
    ...(retryAfterMs === undefined || retryAfterMs === 0 ? {} : { retryAfterMs }),
    ...(commitState === undefined ? {} : { commitState }),
    ...(stream === undefined || stream === '' ? {} : { stream }),
    ...(column === undefined || column === '' ? {} : { column }),
  };
}

/** Thrown out of every wait once the run is cancelled; the result then says `cancelled`, and no error. */
export function cancelledError(reason: string): PipelineError {
  return new PipelineError({ category: 'internal', code: 'cancelled', message: reason, side: 'host', retryable: true });
}
