import { ConnectorError, type StreamName } from '@rapidbyte/connector';

/** PostgreSQL cuts longer identifiers off silently (NAMEDATALEN − 1, in bytes of the server's encoding). */
export const maxIdentifierBytes = 63;

/**
 * A name as an SQL identifier, always quoted.
 *
 * @throws {ConnectorError} `invalid_identifier` if it is empty or holds NUL, which no PostgreSQL name can
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) {
    throw new ConnectorError({
      code: 'invalid_identifier',
      category: 'config',
      message:
        name === '' ? 'a PostgreSQL name may not be empty' : `the name ${JSON.stringify(name)} holds a NUL character`,
      hint: 'use a name that PostgreSQL can hold',
    });
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** A schema-qualified name, both parts quoted. */
export function quoteQualified(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/**
 * Text as an SQL string literal that reads the same under either setting of standard_conforming_strings.
 *
 * @throws {ConnectorError} `invalid_literal` if it holds NUL
 */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) {
    throw new ConnectorError({
      code: 'invalid_literal',
      category: 'config',
      message: 'PostgreSQL text may not hold a NUL character',
    });
  }
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return quoted.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** A stream's name as a user writes it in a pipeline: quotes only where SQL needs them. */
export function formatStreamName({ namespace, name }: StreamName): string {
  return namespace === '' ? formatPart(name) : `${formatPart(namespace)}.${formatPart(name)}`;
}

function formatPart(part: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`;
}
