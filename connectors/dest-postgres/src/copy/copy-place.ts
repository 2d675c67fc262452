/**
 * Where in a COPY the server met an error, from the error's WHERE: `COPY orders, line 3, column name`. For people only;
 * a server that speaks another language gives undefined.
 */
export function copyPlace(error: unknown): { readonly row: number; readonly column?: string } | undefined {
  const where: unknown = error instanceof Error ? Reflect.get(error, 'where') : undefined;
  const match = typeof where === 'string' ? /^COPY [^\n]*, line (\d+)(?:, column (.+))?$/m.exec(where) : null;
  if (match === null) return undefined;
  return { row: Number(match[1]), ...(match[2] === undefined ? {} : { column: match[2] }) };
}
