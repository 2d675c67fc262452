import type { StreamName, StreamSpec } from '@rapidbyte/connector';
import { quoteStreamName } from '../config/stream-name.ts';
import type { PipelineConfig } from '../config/types.ts';
import { requestTimeoutMs } from '../connector/deadlines.ts';
import { PipelineError } from '../connector/error.ts';
import { connect, hasErrors } from './connect.ts';
import { createCommand, createContext, onlyAttempt, runError } from './context.ts';
import { selectStreams } from './selection.ts';
import type { EngineOptions } from './options.ts';
import type { PipelineProblem } from './types.ts';

const capability = 'forget_position';

export interface ResetResult {
  /** The destination had a position of the stream, and has none any more. False where it had none, or there is a problem. */
  readonly positionDropped: boolean;
  /** Why it was not done, where one is an error. */
  readonly problems: readonly PipelineProblem[];
}

/**
 * Has the destination forget where a stream stands, so that the next run reads it from the beginning; rows that were loaded
 * stay. The source is not needed. Never rejects.
 */
export async function resetPosition(
  config: PipelineConfig,
  stream: StreamName,
  options: EngineOptions = {},
): Promise<ResetResult> {
  const command = createCommand(config, options);
  const { redactor } = command;
  try {
    const context = createContext(command, onlyAttempt(options.signal ?? new AbortController().signal));
    try {
      const { client, problems } = await connect(context, 'destination');
      if (hasErrors(problems)) return redactor.deep({ positionDropped: false, problems });
      if (!client.welcome.capabilities.includes(capability)) throw cannotForget(client.name);
      const [forgotten] = await client.request(
        { type: 'forget', loadId: '', streams: [nameOnly(stream)], epochs: [], forgetPosition: true },
        { answer: 'forgotten', timeoutMs: requestTimeoutMs },
      );
      const positionDropped = (forgotten?.positionsDropped ?? 0) > 0;
      if (!positionDropped && !isChosen(config, stream)) throw unknown(stream);
      return redactor.deep({ positionDropped, problems });
    } finally {
      await Promise.all(context.clients.map((client) => client.close()));
    }
  } catch (error) {
    return { positionDropped: false, problems: [{ ...runError(redactor, error), severity: 'error' }] };
  }
}

function nameOnly(name: StreamName): StreamSpec {
  const nothing = { columns: [], key: [], arrowSchema: new Uint8Array(0), estimate: { rows: 0, bytes: 0 } };
  return { name, syncMode: 'incremental', writeMode: 'append', ...nothing };
}

function isChosen({ source }: PipelineConfig, name: StreamName): boolean {
  const quoted = quoteStreamName(name);
  return selectStreams(source.streams, [name]).streams.some((stream) => quoteStreamName(stream.name) === quoted);
}

function cannotForget(connector: string): PipelineError {
  return new PipelineError({
    side: 'destination',
    connector,
    category: 'config',
    code: 'reset_unsupported',
    message: `destination connector "${connector}" keeps no positions, or cannot forget them`,
    hint: `It would have to name the capability ${capability}. If it is a newer version's, update it.`,
  });
}

/** A typing error must not look like a success. */
function unknown(stream: StreamName): PipelineError {
  return new PipelineError({
    side: 'host',
    category: 'config',
    code: 'unknown_stream',
    message: `the pipeline has no stream ${quoteStreamName(stream)}, and the destination has no position of it`,
    hint: 'rapidbyte state show lists the streams whose position is remembered, rapidbyte discover those of the source',
    stream: quoteStreamName(stream),
  });
}
