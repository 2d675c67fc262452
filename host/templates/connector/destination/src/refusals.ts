import { ConnectorError } from '@rapidbyte/connector';

/** @param cause why the load's folder can't be used: it is gone, unless the disk has failed */
export function staleEpoch(stream: string, cause?: unknown): ConnectorError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (cause !== undefined && code !== 'ENOENT') return ConnectorError.from(cause);
  return new ConnectorError({
    code: 'stale_epoch',
    category: 'protocol',
    message: `another load of ${stream} has begun; this one may not write any more`,
    hint: 'Run one load of a stream at a time.',
    commitState: 'before',
  });
}

export function loadPublished(stream: string): ConnectorError {
  return new ConnectorError({
    code: 'load_already_published',
    category: 'protocol',
    message: `this load of ${stream} is published already`,
    commitState: 'before',
  });
}

export function unitCommitted(stream: string, unit: string): ConnectorError {
  return new ConnectorError({
    code: 'unit_already_committed',
    category: 'protocol',
    message: `unit ${unit} of ${stream} is committed already`,
    commitState: 'before',
  });
}

export function receiptsDiffer(stream: string, unit: string | undefined): ConnectorError {
  return new ConnectorError({
    code: 'receipts_differ',
    category: 'protocol',
    message: `${stream}: ${unit === undefined ? 'a unit that is committed is not listed' : `unit ${unit} is listed otherwise than it is committed`}`,
    commitState: 'before',
  });
}
