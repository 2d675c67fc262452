import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Problem } from '@rapidbyte/connector';
import * as z from 'zod';

/** PostgreSQL's names, as libpq's sslmode has them (`allow` aside). */
const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

const pem = z.string().min(1);
const ssl = z.strictObject({
  mode: z
    .enum(sslModes)
    .optional()
    .describe(
      'prefer: TLS where the server has it, unverified; require: TLS, unverified; verify-ca, verify-full: as in libpq. verify-full where ca is given, else prefer.',
    ),
  ca: pem.optional().describe("PEM text or path of the CA's certificate; the system's CAs where not given"),
  cert: pem.optional().describe("PEM text or path of the client's certificate"),
  key: pem.optional().describe("PEM text or path of the client's key"),
});

/** The part of a connector's config that says how to reach PostgreSQL; spread it into a z.strictObject. */
export const connectionShape = {
  url: z
    .string()
    .min(1)
    .optional()
    .describe('postgres://user:password@host:port/database?sslmode=…, instead of the parts'),
  host: z.string().min(1).optional().describe('Host name, address, or the directory of a Unix socket'),
  // A reference to an environment variable gives digits as text.
  port: z.preprocess(digitsToNumber, z.int().min(1).max(65535).optional()).describe('5432 if not given'),
  user: z.string().min(1).optional(),
  password: z.string().optional(),
  database: z.string().min(1).optional().describe("The user's name if not given"),
  ssl: z
    .union([z.enum(sslModes), ssl])
    .optional()
    .describe('A mode, or an object with mode, ca, cert and key'),
  connect_timeout_ms: z.int().min(1).max(600_000).optional().describe('10000 if not given'),
};

const defaultConnectTimeoutMs = 10_000;
const connectionObject = z.object(connectionShape);
function digitsToNumber(value: unknown): unknown {
  return typeof value === 'string' && /^[0-9]{1,5}$/.test(value) ? Number(value) : value;
}

export type ConnectionInput = z.infer<typeof connectionObject>;

/** Everything needed to connect, files read and defaults filled in. Holds secrets: never logged. */
export interface ConnectionConfig {
  /** A path (`/run/postgresql`) is the directory of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly ssl: TlsConfig;
  readonly connectTimeoutMs: number;
  /** Host, user, password and database were given as one `url`. */
  readonly fromUrl: boolean;
}

export interface TlsConfig {
  readonly mode: SslMode;
  /** PEM texts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** `host:port`, for messages. */
export function formatServer(connection: Pick<ConnectionConfig, 'host' | 'port'>): string {
  return connection.host.includes(':')
    ? `[${connection.host}]:${connection.port}`
    : `${connection.host}:${connection.port}`;
}

/** Zod's issues as problems with dotted paths. Values are never repeated: they may be secrets. */
export function configProblems(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const path = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        configProblem(
          path === '' ? key : `${path}.${key}`,
          'unknown_key',
          `unknown key "${key}"`,
          'remove it, or correct its spelling',
        ),
      );
    }
    if (issue.code === 'invalid_union') {
      // The branch that got furthest tells most.
      const branches = issue.errors.toSorted((a, b) => depth(b) - depth(a));
      const best = branches[0];
      if (best !== undefined && depth(best) > 0) {
        return configProblems(
          new z.ZodError(best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))),
        );
      }
    }
    return [configProblem(path, 'invalid_value', path === '' ? issue.message : `${path}: ${issue.message}`)];
  });
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}

/** A problem of the config, at a dotted path. */
export function configProblem(path: string, code: string, message: string, hint?: string): Problem {
  return {
    severity: 'error',
    category: 'config',
    code,
    message,
    ...(path === '' ? {} : { path }),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Fills in defaults, takes the URL apart and reads the files. Reaches no server. Every problem is reported. */
export function resolveConnection(input: ConnectionInput): {
  readonly connection?: ConnectionConfig;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const fromUrl = input.url === undefined ? {} : parseUrl(input.url, problems);
  if (input.url !== undefined) {
    for (const key of ['host', 'port', 'user', 'password', 'database'] as const) {
      if (input[key] !== undefined) {
        problems.push(
          configProblem(key, 'conflicting_keys', `"${key}" is given beside "url"`, 'give the url, or its parts'),
        );
      }
    }
    if (input.ssl !== undefined && Object.keys(fromUrl.ssl ?? {}).length > 0) {
      problems.push(
        configProblem('ssl', 'conflicting_keys', 'TLS is set in "url" and in "ssl"', 'set it in one of them'),
      );
    }
  }
  const parts = { ...input, ...fromUrl, ssl: mergeSsl(input.ssl, fromUrl.ssl) };
  if (parts.host === undefined && problems.length === 0) {
    problems.push(
      configProblem(
        input.url === undefined ? 'host' : 'url',
        'missing_key',
        'the host is missing',
        'give "url", or "host"',
      ),
    );
  }
  for (const key of ['host', 'user', 'password', 'database'] as const) {
    if (parts[key]?.includes('\0')) {
      problems.push(
        configProblem(input.url === undefined ? key : 'url', 'invalid_value', `the ${key} holds a NUL character`),
      );
    }
  }
  const user = parts.user ?? userInfo().username;
  const ssl = resolveTls(parts.ssl, problems);
  if (problems.length > 0 || parts.host === undefined) return { problems };
  return {
    problems,
    connection: {
      host: parts.host,
      port: parts.port ?? 5432,
      user,
      password: parts.password,
      database: parts.database ?? user,
      ssl,
      connectTimeoutMs: parts.connect_timeout_ms ?? defaultConnectTimeoutMs,
      fromUrl: input.url !== undefined,
    },
  };
}

type SslParts = Readonly<Partial<Record<'mode' | 'ca' | 'cert' | 'key', string | undefined>>>;
interface UrlParts {
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
  ssl?: SslParts;
  connect_timeout_ms?: number;
}

function mergeSsl(input: ConnectionInput['ssl'], fromUrl: SslParts | undefined): SslParts {
  return typeof input === 'string' ? { mode: input } : { ...input, ...fromUrl };
}

const urlParameters = new Set(['host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'connect_timeout']);

/** https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS, one host. */
function parseUrl(text: string, problems: Problem[]): UrlParts {
  const invalid = (message: string, hint?: string): void => {
    problems.push(configProblem('url', 'invalid_url', message, hint));
  };
  const form = 'the form is postgres://user:password@host:port/database; write special characters as %xx';
  // A Unix socket's URL may leave the host out, which WHATWG URLs with a user may not.
  const match = /^postgres(?:ql)?:\/\/(?:([^@/?#]*)@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/.exec(text);
  if (match === null) {
    invalid('the url is not a PostgreSQL URL', form);
    return {};
  }
  const parts: UrlParts = {};
  try {
    const [, login, address, path, query] = match;
    if (login !== undefined && login !== '') {
      const colon = login.indexOf(':');
      parts.user = decodeURIComponent(colon < 0 ? login : login.slice(0, colon));
      if (colon >= 0) parts.password = decodeURIComponent(login.slice(colon + 1));
    }
    if (address !== undefined && address !== '') {
      const split = /^(\[[^\]]*\]|[^:,]*)(?::(\d+))?$/.exec(address);
      const port = split?.[2] === undefined ? undefined : Number(split[2]);
      if (split === null || (port !== undefined && (port < 1 || port > 65535))) {
        invalid('host and port of the url can not be understood (one host, a port of 1 to 65535)', form);
        return {};
      }
      const host = decodeURIComponent((split[1] ?? '').replace(/^\[(.*)\]$/, '$1'));
      if (host !== '') parts.host = host;
      if (port !== undefined) parts.port = port;
    }
    if (path !== undefined && path !== '') parts.database = decodeURIComponent(path);
    parseParameters(new URLSearchParams(query ?? ''), parts, problems);
  } catch {
    invalid('the url holds a malformed %-escape', form);
  }
  return parts;
}

function parseParameters(query: URLSearchParams, parts: UrlParts, problems: Problem[]): void {
  for (const key of new Set(query.keys())) {
    if (!urlParameters.has(key)) {
      const known = [...urlParameters].join(', ');
      problems.push(
        configProblem('url', 'invalid_url', `the url has an unknown parameter "${key}"`, `known are: ${known}`),
      );
    }
  }
  const host = query.get('host');
  if (host !== null && host !== '') parts.host = host;
  const timeout = query.get('connect_timeout');
  if (timeout !== null) {
    const seconds = Number(timeout);
    if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 600) parts.connect_timeout_ms = seconds * 1000;
    else
      problems.push(
        configProblem('url', 'invalid_url', 'connect_timeout of the url is not a number of seconds from 1 to 600'),
      );
  }
  const ssl: Record<string, string> = {};
  for (const [key, name] of [
    ['sslmode', 'mode'],
    ['sslrootcert', 'ca'],
    ['sslcert', 'cert'],
    ['sslkey', 'key'],
  ] as const) {
    const value = query.get(key);
    if (value !== null) ssl[name] = value;
  }
  if (Object.keys(ssl).length > 0) parts.ssl = ssl;
}

function resolveTls(parts: SslParts, problems: Problem[]): TlsConfig {
  const ca = parts.ca === undefined || parts.ca === 'system' ? undefined : readPem('ca', parts.ca, problems);
  const cert = parts.cert === undefined ? undefined : readPem('cert', parts.cert, problems);
  const key = parts.key === undefined ? undefined : readPem('key', parts.key, problems);
  const mode = sslModes.find((known) => known === parts.mode);
  if (parts.mode !== undefined && mode === undefined) {
    problems.push(
      configProblem('url', 'invalid_url', 'sslmode of the url is unknown', `known are: ${sslModes.join(', ')}`),
    );
  }
  if ((cert === undefined) !== (key === undefined)) {
    const missing = cert === undefined ? 'cert' : 'key';
    problems.push(
      configProblem(`ssl.${missing}`, 'missing_key', `ssl.${missing} is missing`, 'give both, or none of them'),
    );
  }
  if (parts.ca !== undefined && mode !== undefined && !mode.startsWith('verify')) {
    const message = `ssl.ca is given, and mode "${mode}" does not verify certificates`;
    problems.push(
      configProblem('ssl.mode', 'conflicting_keys', message, 'use verify-full or verify-ca, or leave ssl.ca out'),
    );
  }
  if (mode === 'disable' && (parts.cert !== undefined || parts.key !== undefined)) {
    const message = 'ssl.cert and ssl.key are given, and mode "disable" does not use them';
    problems.push(configProblem('ssl.mode', 'conflicting_keys', message, 'use another mode, or leave them out'));
  }
  return {
    mode: mode ?? (parts.ca === undefined ? 'prefer' : 'verify-full'),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function readPem(part: 'ca' | 'cert' | 'key', value: string, problems: Problem[]): string {
  if (value.includes('-----BEGIN')) return value;
  const path = `ssl.${part}`;
  let text = '';
  try {
    text = readFileSync(value, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    problems.push(
      configProblem(path, 'file_unreadable', `${path}: the file can't be read (${code})`, 'give a path, or PEM text'),
    );
    return text;
  }
  if (!text.includes('-----BEGIN')) {
    problems.push(
      configProblem(path, 'invalid_pem', `${path}: the file holds no PEM text`, 'give a file in PEM format'),
    );
  }
  return text;
}
