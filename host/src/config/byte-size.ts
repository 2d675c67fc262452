const unitBytes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 2 ** 10,
  kib: 2 ** 10,
  mb: 2 ** 20,
  mib: 2 ** 20,
  gb: 2 ** 30,
  gib: 2 ** 30,
  tb: 2 ** 40,
  tib: 2 ** 40,
};

/**
 * Bytes of a size such as `512mb`, `1.5 GiB` or `1048576`; `null` for anything else. Units are powers of 1024, with
 * and without the `i`, as PostgreSQL's settings and Docker's limits have them.
 */
export function parseByteSize(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,3})?) ?([a-z]{0,3})$/i.exec(text);
  if (match === null) return null;
  const unit = unitBytes[match[2]!.toLowerCase()];
  if (unit === undefined) return null;
  const bytes = Math.floor(Number(match[1]) * unit);
  return Number.isSafeInteger(bytes) ? bytes : null;
}
