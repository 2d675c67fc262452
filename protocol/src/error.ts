/** What kind of failure it is; every decision (retry, exit code) is made on this and on `retryable`, never on a message. */
export type ErrorCategory =
  'config' | 'auth' | 'permission' | 'rate_limited' | 'transient' | 'data' | 'schema' | 'protocol' | 'internal';

/** Whether what was uncommitted may be durable: `unknown` means that only the destination can tell. */
export type CommitState = 'before' | 'unknown' | 'confirmed';

export interface ConnectorErrorDetails {
  /** Stable, lower_snake_case: `password_refused`. */
  readonly code: string;
  readonly category: ErrorCategory;
  /** What is wrong and where, in one sentence, without secrets. */
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
  /** The offending key in the connector's config, in dotted form: `ssl.ca`. */
  readonly path?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly commitState?: CommitState;
  /** The stream it is about, quoted as a user writes it: `public."Odd Name"`. */
  readonly stream?: string;
  readonly column?: string;
  readonly cause?: unknown;
}

/**
 * The one error class of connectors and wire. Foreign errors are translated into it once, at the edge where they
 * enter; what is not a ConnectorError at a process boundary is reported as category `internal`, code `unexpected`.
 */
export class ConnectorError extends Error {
  readonly code: string;
  readonly category: ErrorCategory;
  readonly hint: string | undefined;
  readonly path: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly commitState: CommitState | undefined;
  readonly stream: string | undefined;
  readonly column: string | undefined;

  constructor(details: ConnectorErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ConnectorError';
    this.code = details.code;
    this.category = details.category;
    this.hint = details.hint;
    this.path = details.path;
    this.retryable = details.retryable ?? (details.category === 'transient' || details.category === 'rate_limited');
    this.retryAfterMs = details.retryAfterMs;
    this.commitState = details.commitState;
    this.stream = details.stream;
    this.column = details.column;
  }

  /** What crosses a process boundary: everything but the cause. */
  details(): Omit<ConnectorErrorDetails, 'cause'> {
    const { code, category, message, hint, path, retryable, retryAfterMs, commitState, stream, column } = this;
    return {
      code,
      category,
      message,
      retryable,
      ...(hint === undefined ? {} : { hint }),
      ...(path === undefined ? {} : { path }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(commitState === undefined ? {} : { commitState }),
      ...(stream === undefined ? {} : { stream }),
      ...(column === undefined ? {} : { column }),
    };
  }

  /** Any thrown value as a ConnectorError; an unknown one becomes `internal` / `unexpected`. */
  static from(error: unknown): ConnectorError {
    if (error instanceof ConnectorError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new ConnectorError({ code: 'unexpected', category: 'internal', message, cause: error });
  }
}

/** Something wrong that was found before the work began; several are reported together. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly category: ErrorCategory;
  readonly code: string;
  readonly message: string;
  /** The offending key in the connector's config, in dotted form, or absent. */
  readonly path?: string;
  readonly hint?: string;
  readonly stream?: StreamName;
  readonly column?: string;
}

/** A stream's name as the source has it; `namespace` is `''` where the source has none. */
export interface StreamName {
  readonly namespace: string;
  readonly name: string;
}
