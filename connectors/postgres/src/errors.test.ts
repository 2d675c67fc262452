import { ConnectorError } from '@rapidbyte/connector';
import { expect, test } from 'vitest';
import { connectionLost, sqlStateCategory, translateError } from './errors.ts';

const context = { server: 'db:5432', stream: 'public.orders' };
const fromServer = (code: string): Error =>
  Object.assign(new Error('what the server says'), { code, severity: 'ERROR', detail: 'Key (email)=(secret) exists' });

test.each([
  ['28P01', 'password_refused', 'auth', false],
  ['28000', 'login_refused', 'auth', false],
  ['3D000', 'database_not_found', 'config', false],
  ['42501', 'permission_denied', 'permission', false],
  ['53100', 'disk_full', 'transient', false],
  ['53300', 'too_many_connections', 'rate_limited', true],
  ['57P01', 'server_shutting_down', 'transient', true],
  ['57P02', 'server_crashed', 'transient', true],
  ['25006', 'server_read_only', 'permission', false],
  ['42P01', 'relation_not_found', 'schema', false],
  ['22P99', 'invalid_value', 'data', false],
  ['08006', 'connection_lost', 'transient', true],
  ['ZZ999', 'server_failed', 'internal', false],
])('SQLSTATE %s', (sqlState, code, category, retryable) => {
  const error = translateError(fromServer(sqlState), context);
  expect(error).toMatchObject({ code, category, retryable, stream: 'public.orders' });
  expect(error.message).toContain(sqlState);
  expect(error.message).not.toContain('secret');
});

test.each([
  ['ECONNREFUSED', 'connection_refused', 'transient'],
  ['ENOTFOUND', 'host_not_found', 'config'],
  ['ETIMEDOUT', 'connect_timeout', 'transient'],
  ['ECONNRESET', 'connection_lost', 'transient'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls_untrusted', 'auth'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_host_mismatch', 'auth'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_failed', 'auth'],
])('%s', (system, code, category) => {
  const error = Object.assign(new Error('from the system'), { code: system });
  expect(translateError(error, context)).toMatchObject({ code, category, cause: error });
  // Node wraps one per address.
  expect(translateError(new AggregateError([error]), context)).toMatchObject({ code, category });
});

test('what is unknown is internal, what is translated stays', () => {
  expect(translateError('odd')).toMatchObject({ code: 'unexpected', category: 'internal' });
  const known = new ConnectorError({ code: 'x', category: 'data', message: 'y' });
  expect(translateError(known)).toBe(known);
  expect(connectionLost(context)).toMatchObject({ code: 'connection_lost', retryable: true });
  expect(sqlStateCategory('53100')).toBe('transient');
});

test('a connection that ends under pg is lost, not unexpected: a killed server was reported as an internal error', () => {
  for (const message of ['Connection terminated unexpectedly', 'Connection terminated']) {
    expect(translateError(new Error(message))).toMatchObject({
      code: 'connection_lost',
      category: 'transient',
      retryable: true,
    });
  }
});
