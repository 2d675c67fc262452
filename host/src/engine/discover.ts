import type { DiscoveredStream } from '@rapidbyte/connector';
import { quoteStreamName } from '../config/stream-name.ts';
import type { PipelineConfig } from '../config/types.ts';
import type { ConnectorClient } from '../connector/client.ts';
import { requestTimeoutMs } from '../connector/deadlines.ts';
import { connect, hasErrors } from './connect.ts';
import { createCommand, createContext, onlyAttempt } from './context.ts';
import { discoverAll } from './discovery.ts';
import { PipelineProblems } from '../connector/problems.ts';
import { connectorProblem } from './problems.ts';
import { selectStreams } from './selection.ts';
import type { EngineOptions } from './options.ts';
import type { DiscoverResult } from './types.ts';

/** Every stream of the pipeline's source. The destination is not needed. @throws PipelineError, PipelineProblems */
export async function discoverPipeline(config: PipelineConfig, options: EngineOptions = {}): Promise<DiscoverResult> {
  const command = createCommand(config, options);
  const context = createContext(command, onlyAttempt(options.signal ?? new AbortController().signal));
  try {
    const { client, problems } = await connect(context, 'source');
    if (hasErrors(problems)) throw new PipelineProblems(problems);
    await check(client);
    const streams = await discoverAll(client);
    const { streams: selected } = selectStreams(
      config.source.streams,
      streams.map(({ name }) => name),
    );
    const chosen = new Set(selected.map(({ name }) => quoteStreamName(name)));
    return command.redactor.deep({
      connector: client.welcome.connector,
      streams: streams.map((stream) => describe(client, stream, chosen)),
    });
  } finally {
    await Promise.all(context.clients.map((client) => client.close()));
  }
}

async function check(client: ConnectorClient): Promise<void> {
  const [checked] = await client.request(
    { type: 'check', streams: [] },
    { answer: 'checked', timeoutMs: requestTimeoutMs },
  );
  const problems = (checked?.problems ?? []).map((problem) => connectorProblem(problem, client.blame()));
  if (hasErrors(problems)) throw new PipelineProblems(problems);
}

function describe(
  client: ConnectorClient,
  stream: DiscoveredStream,
  chosen: ReadonlySet<string>,
): DiscoverResult['streams'][number] {
  const quotedName = quoteStreamName(stream.name);
  return {
    name: stream.name,
    quotedName,
    kind: stream.kind,
    columns: stream.columns.map(({ name, nativeType, nullable }) => ({ name, type: nativeType, nullable })),
    primaryKey: stream.primaryKey,
    estimatedRows: stream.estimate.rows,
    estimatedBytes: stream.estimate.bytes,
    syncModes: stream.syncModes,
    selected: chosen.has(quotedName),
    problems: stream.problems.map((problem) => connectorProblem(problem, client.blame())),
  };
}
