import { ConnectorError, type StreamName } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';

// Why a writer may not commit.

function refusal(code: string, stream: StreamName, what: (name: string) => string, hint: string): ConnectorError {
  const name = formatStreamName(stream);
  return new ConnectorError({
    code,
    category: 'protocol',
    message: what(name),
    hint,
    commitState: 'before',
    stream: name,
  });
}

/** Another load of the stream has begun: this writer is late and must not commit. */
export function staleEpoch(stream: StreamName): ConnectorError {
  return refusal(
    'stale_epoch',
    stream,
    (name) => `another load of ${name} has begun; this one may not write any more`,
    'run one load of a pipeline at a time',
  );
}

export function loadPublished(stream: StreamName): ConnectorError {
  return refusal(
    'load_already_published',
    stream,
    (name) => `the load of ${name} is published already; nothing can be added to it`,
    'begin a new load',
  );
}

export function unitCommitted(stream: StreamName, unit: string): ConnectorError {
  return refusal(
    'unit_already_committed',
    stream,
    (name) => `unit ${JSON.stringify(unit)} of ${name} is committed already`,
    'leave it out of the plan, or resume it at its position',
  );
}

/** A session that does not go on exactly where the stream stands would leave rows out, or bring some twice. */
export function positionDiffers(stream: StreamName, what: string): ConnectorError {
  return refusal(
    'position_differs',
    stream,
    (name) => `${name} ${what}`,
    'begin anew, and resume at the position that begin answers with',
  );
}
