import allocator from '../../bin/allocator.json' with { type: 'json' };

// What a connector's process inherits from the host's environment. Everything else stays out: variables are where
// passwords live (PGPASSWORD, AWS_…), proxies with credentials in their URLs included. A connector's settings come
// with Configure, over stdin. Invariant 8.
const inherited = new Set([
  'PATH',
  'HOME',
  'LANG',
  'TZ',
  'TMPDIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
]);

export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

export function connectorEnvironment(environment: ProcessEnvironment): Record<string, string> {
  // glibc raises these as large blocks come and go, and then keeps freed memory for itself. Held where they begin, a connector
  // with 2 KB rows needs 8 MB less (docs/decisions/20261123-memory.md). Other C libraries ignore them.
  const result: Record<string, string> = { ...allocator };
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && (inherited.has(name) || name.startsWith('LC_'))) result[name] = value;
  }
  return result;
}
