import { ConnectorError } from '../error.ts';

/** The peer sent something that the protocol does not allow. Never retried: it would send it again. */
export function protocolError(code: string, message: string, hint?: string): ConnectorError {
  return new ConnectorError({ code, category: 'protocol', message, ...(hint === undefined ? {} : { hint }) });
}

export function malformed(where: string, what: string): ConnectorError {
  return protocolError('malformed_message', `${where}: ${what}`);
}
