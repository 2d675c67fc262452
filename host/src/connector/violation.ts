import { ConnectorError } from '@rapidbyte/connector';

export const brokenProtocolHint =
  'The connector breaks the protocol (docs/PROTOCOL.md): report it to its author, with its version.';

/** The connector has broken the protocol. */
export function violation(code: string, message: string): ConnectorError {
  return new ConnectorError({ category: 'protocol', code, message, hint: brokenProtocolHint });
}
