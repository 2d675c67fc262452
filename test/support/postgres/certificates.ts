import { chownSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.ts';
import type { UnprivilegedUser } from './unprivileged-user.ts';

export interface Certificates {
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Node can read certificates but not make them. */
export async function missingOpenssl(): Promise<string | undefined> {
  return run('openssl', ['version']).then(
    () => undefined,
    () => 'openssl is not on PATH: it makes the certificates of servers with TLS',
  );
}

/** A CA of its own, and a server certificate for 127.0.0.1 and localhost signed by it, valid for a day. */
export async function createCertificates(directory: string, user: UnprivilegedUser | undefined): Promise<Certificates> {
  await mkdir(directory, { mode: 0o711 });
  const path = (name: string): string => join(directory, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const ca = [
    '-x509',
    '-days',
    '1',
    '-subj',
    '/CN=Rapidbyte test CA',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  ];
  await run('openssl', ['req', ...ca, ...newKey, '-keyout', path('ca.key'), '-out', path('ca.crt')]);
  await run('openssl', [
    'req',
    '-subj',
    '/CN=localhost',
    ...newKey,
    '-keyout',
    path('server.key'),
    '-out',
    path('server.csr'),
  ]);
  await writeFile(path('server.ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\nbasicConstraints=CA:FALSE\n');
  const sign = ['x509', '-req', '-days', '1', '-CAcreateserial', '-CA', path('ca.crt'), '-CAkey', path('ca.key')];
  await run('openssl', [
    ...sign,
    '-extfile',
    path('server.ext'),
    '-in',
    path('server.csr'),
    '-out',
    path('server.crt'),
  ]);
  if (user !== undefined) {
    for (const name of ['server.key', 'server.crt']) chownSync(path(name), user.uid, user.gid);
  }
  return { caFile: path('ca.crt'), certificateFile: path('server.crt'), keyFile: path('server.key') };
}
