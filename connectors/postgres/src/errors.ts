import { ConnectorError, type ConnectorErrorDetails, type ErrorCategory } from '@rapidbyte/connector';

/** What is known where a foreign error enters. */
export interface ErrorContext {
  /** Host and port, or the socket: `db:5432`. */
  readonly server?: string;
  readonly user?: string;
  readonly database?: string;
  /** The config has these as one `url`. */
  readonly fromUrl?: boolean;
  /** The stream at work, as a user writes it. */
  readonly stream?: string;
}

type Translation = Pick<ConnectorErrorDetails, 'code' | 'category' | 'hint' | 'path' | 'retryable'>;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, whole codes first, then classes. */
const sqlStates: Readonly<Record<string, Translation>> = {
  '28P01': { code: 'password_refused', category: 'auth', hint: 'check user and password', path: 'password' },
  '28000': {
    code: 'login_refused',
    category: 'auth',
    hint: "check the user, and that the server's pg_hba.conf lets it in from here (with or without TLS)",
    path: 'user',
  },
  '3D000': {
    code: 'database_not_found',
    category: 'config',
    hint: 'check the name of the database',
    path: 'database',
  },
  '42501': {
    code: 'permission_denied',
    category: 'permission',
    hint: 'grant the user the privilege, or use another user',
  },
  '53100': {
    code: 'disk_full',
    category: 'transient',
    hint: 'free disk space on the database server',
    retryable: false,
  },
  '53200': { code: 'server_out_of_memory', category: 'transient', hint: 'give the database server more memory' },
  '53300': {
    code: 'too_many_connections',
    category: 'rate_limited',
    hint: "raise max_connections or the role's limit, or lower the parallelism",
  },
  '57P01': {
    code: 'server_shutting_down',
    category: 'transient',
    hint: 'the connection was ended by an administrator',
  },
  '57P02': { code: 'server_crashed', category: 'transient', hint: "see the database server's log" },
  '57P03': { code: 'server_starting', category: 'transient', hint: 'try again when the server is up' },
  '57P05': { code: 'connection_lost', category: 'transient', hint: 'the server ended an idle session' },
  '57014': {
    code: 'statement_cancelled',
    category: 'transient',
    hint: "the server cancelled the statement: look for a statement_timeout set for the role, or another user's pg_cancel_backend",
  },
  '25006': {
    code: 'server_read_only',
    category: 'permission',
    hint: 'use the primary, not a standby; see default_transaction_read_only',
  },
  '25P03': { code: 'connection_lost', category: 'transient', hint: 'the server ended an idle transaction' },
  '55P03': {
    code: 'lock_not_available',
    category: 'transient',
    hint: 'another transaction holds the lock for too long',
  },
  '40P01': { code: 'deadlock_detected', category: 'transient', hint: 'try again' },
  '40001': { code: 'serialization_failure', category: 'transient', hint: 'try again' },
  '42P01': { code: 'relation_not_found', category: 'schema', hint: 'it was dropped or renamed; discover again' },
  '42703': { code: 'column_not_found', category: 'schema', hint: 'it was dropped or renamed; discover again' },
  '3F000': { code: 'schema_not_found', category: 'schema', hint: 'create the schema' },
  '42704': { code: 'object_not_found', category: 'schema', hint: 'it was dropped or renamed; discover again' },
  '22021': {
    code: 'invalid_text',
    category: 'data',
    hint: "a text holds bytes that are not valid in the database's encoding; mend the value",
  },
  '22P05': {
    code: 'untranslatable_character',
    category: 'data',
    hint: "a text holds a character that the database's encoding does not have; mend the value, or use a UTF8 database",
  },
  '54000': {
    code: 'server_limit_exceeded',
    category: 'data',
    hint: 'a value or a row is larger than PostgreSQL can send or store',
  },
  '58P01': { code: 'server_file_missing', category: 'internal', hint: "see the database server's log" },
  XX001: { code: 'data_corrupted', category: 'data', hint: 'the database server found damaged data; see its log' },
  XX002: { code: 'index_corrupted', category: 'data', hint: 'the database server found a damaged index; see its log' },
};

const sqlStateClasses: Readonly<Record<string, Translation>> = {
  '08': { code: 'connection_lost', category: 'transient', hint: 'try again; see the database server’s log' },
  '0A': { code: 'not_supported', category: 'schema' },
  '22': { code: 'invalid_value', category: 'data' },
  '23': { code: 'constraint_violated', category: 'data' },
  '28': { code: 'login_refused', category: 'auth' },
  '40': { code: 'transaction_rolled_back', category: 'transient' },
  '42': { code: 'statement_refused', category: 'schema' },
  '53': { code: 'server_out_of_resources', category: 'transient' },
  '54': { code: 'server_limit_exceeded', category: 'data' },
  '55': { code: 'object_in_use', category: 'transient' },
  '57': { code: 'server_interrupted', category: 'transient' },
  '58': { code: 'server_io_failed', category: 'internal' },
  XX: { code: 'server_failed', category: 'internal', hint: "see the database server's log" },
};

/** System calls, the resolver (https://nodejs.org/api/errors.html, dns) and TLS (OpenSSL's X509_V_ERR_…). */
const socketCodes: Readonly<Record<string, Translation & { readonly what: string }>> = {
  ECONNREFUSED: {
    what: 'refuses connections',
    code: 'connection_refused',
    category: 'transient',
    hint: 'check host and port, and that the server is up and listens there',
    path: 'host',
  },
  ENOENT: {
    what: 'has no such socket',
    code: 'connection_refused',
    category: 'transient',
    hint: 'check the socket directory, and that the server is up',
    path: 'host',
  },
  EACCES: {
    what: 'may not be connected to by this user',
    code: 'connection_refused',
    category: 'permission',
    hint: 'check the permissions of the socket',
    path: 'host',
  },
  ENOTFOUND: hostNotFound('has no address'),
  ENODATA: hostNotFound('has no address'),
  EAI_AGAIN: { ...hostNotFound("can't be looked up just now"), category: 'transient' },
  EHOSTUNREACH: unreachable(),
  ENETUNREACH: unreachable(),
  EADDRNOTAVAIL: unreachable(),
  ETIMEDOUT: {
    what: 'does not answer',
    code: 'connect_timeout',
    category: 'transient',
    hint: 'check host, port and firewalls; connect_timeout_ms sets how long to wait',
    path: 'host',
  },
  ECONNRESET: lost(),
  EPIPE: lost(),
  ECONNABORTED: lost(),
  ERR_STREAM_DESTROYED: lost(),
  ERR_STREAM_PREMATURE_CLOSE: lost(),
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: 'showed a certificate for another host name',
    code: 'tls_host_mismatch',
    category: 'auth',
    hint: 'use the host name that the certificate is for, or ssl.mode verify-ca if you know why it differs',
    path: 'host',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('showed a self-signed certificate'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted('showed a certificate of an unknown CA'),
  UNABLE_TO_GET_ISSUER_CERT: untrusted('showed a certificate of an unknown CA'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('showed a certificate of an unknown CA'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted('showed a certificate of an unknown CA'),
  CERT_SIGNATURE_FAILURE: untrusted('showed a certificate with a wrong signature'),
  CERT_HAS_EXPIRED: untrusted('showed an expired certificate'),
  CERT_NOT_YET_VALID: untrusted('showed a certificate that is not valid yet'),
  CERT_REVOKED: untrusted('showed a revoked certificate'),
  EPROTO: tlsFailed(),
};

function hostNotFound(what: string): Translation & { readonly what: string } {
  return { what, code: 'host_not_found', category: 'config', hint: 'check the host name', path: 'host' };
}
function unreachable(): Translation & { readonly what: string } {
  return {
    what: "can't be reached",
    code: 'host_unreachable',
    category: 'transient',
    hint: 'check host, network and firewalls',
    path: 'host',
  };
}
function lost(): Translation & { readonly what: string } {
  return {
    what: 'has cut the connection',
    code: 'connection_lost',
    category: 'transient',
    hint: "try again; see the database server's log",
  };
}
function untrusted(what: string): Translation & { readonly what: string } {
  return {
    what,
    code: 'tls_untrusted',
    category: 'auth',
    hint: 'give the CA that signed it as ssl.ca',
    path: 'ssl.ca',
  };
}
function tlsFailed(): Translation & { readonly what: string } {
  return {
    what: "can't agree on TLS",
    code: 'tls_failed',
    category: 'auth',
    hint: 'check ssl.mode, ssl.cert and ssl.key, and the TLS settings of the server',
    path: 'ssl',
  };
}

/**
 * What `pg`, a socket or TLS threw, as a ConnectorError. The server's own message is kept: it names relations and
 * columns, never a password. Its DETAIL and WHERE are left out, as they show values of rows.
 */
export function translateError(error: unknown, context: ErrorContext = {}): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const stream = context.stream === undefined ? {} : { stream: context.stream };
  const facts = errorFacts(error);
  if (facts.severity !== undefined && facts.code !== undefined) {
    const translation = sqlStates[facts.code] ?? sqlStateClasses[facts.code.slice(0, 2)] ?? sqlStateClasses['XX'];
    const where = context.stream === undefined ? '' : ` (while working on ${context.stream})`;
    const column = facts.column === undefined ? {} : { column: facts.column };
    return new ConnectorError({
      ...placed(translation ?? { code: 'server_failed', category: 'internal' }, context),
      message: `PostgreSQL at ${context.server ?? 'the server'} says: ${facts.message} (SQLSTATE ${facts.code})${where}`,
      ...stream,
      ...column,
      cause: error,
    });
  }
  if (facts.code === undefined && endedMessages.has(facts.message)) return connectionLost(context, error);
  const known = facts.code === undefined ? undefined : (socketCodes[facts.code] ?? tlsByPrefix(facts.code));
  if (known !== undefined) {
    const { what, ...translation } = known;
    return new ConnectorError({
      ...placed(translation, context),
      message: `the PostgreSQL server ${context.server ?? ''} ${what} (${facts.code})`.replace('  ', ' '),
      ...stream,
      cause: error,
    });
  }
  return new ConnectorError({
    code: 'unexpected',
    category: 'internal',
    message: `PostgreSQL at ${context.server ?? 'the server'}: ${facts.message}`,
    ...stream,
    cause: error,
  });
}

const urlParts: readonly (string | undefined)[] = ['host', 'user', 'password', 'database'];

/** The key that a user has written, where it is about a part of the `url`. */
function placed(translation: Translation, { fromUrl }: ErrorContext): Translation {
  return fromUrl === true && urlParts.includes(translation.path) ? { ...translation, path: 'url' } : translation;
}

/** What `pg` says when the socket has ended under it: plain errors without a code, so that their text is all there is. */
const endedMessages: ReadonlySet<string> = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
]);

/** The connection ended while something was still expected of it. */
export function connectionLost(context: ErrorContext = {}, cause?: unknown): ConnectorError {
  const { what, ...translation } = lost();
  return new ConnectorError({
    ...placed(translation, context),
    message: `the PostgreSQL server ${context.server ?? ''} ${what}`.replace('  ', ' '),
    ...(context.stream === undefined ? {} : { stream: context.stream }),
    cause,
  });
}

/** The category that a SQLSTATE falls under; for tests and for destinations that react to one. */
export function sqlStateCategory(sqlState: string): ErrorCategory {
  return (sqlStates[sqlState] ?? sqlStateClasses[sqlState.slice(0, 2)])?.category ?? 'internal';
}

function tlsByPrefix(code: string): (Translation & { readonly what: string }) | undefined {
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('ERR_OSSL_')
    ? tlsFailed()
    : undefined;
}

interface ErrorFacts {
  readonly message: string;
  /** SQLSTATE, errno name or OpenSSL's. */
  readonly code: string | undefined;
  /** Only errors of the server have one. */
  readonly severity: string | undefined;
  readonly column: string | undefined;
}

function errorFacts(error: unknown): ErrorFacts {
  // Node wraps one error per address of the host.
  if (error instanceof AggregateError && error.errors.length > 0) return errorFacts(error.errors[0]);
  if (!(error instanceof Error)) {
    return { message: String(error), code: undefined, severity: undefined, column: undefined };
  }
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { message: error.message, code: text('code'), severity: text('severity'), column: text('column') };
}
