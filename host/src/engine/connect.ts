import { ConnectorClient } from '../connector/client.ts';
import { localRequestTimeoutMs } from '../connector/deadlines.ts';
import { cancelledError } from '../connector/error.ts';
import { resolveConnector } from '../connector/resolve.ts';
import type { ProcessRecord } from '../record/recorder.ts';
import type { RunContext } from './context.ts';
import { connectorProblem } from './problems.ts';
import { processMemoryBytes, sessionsPerProcess } from './resources.ts';
import type { PipelineProblem } from './types.ts';

export interface Connected {
  readonly client: ConnectorClient;
  /** Every problem of its config; it cannot be used while one of them is an error. */
  readonly problems: readonly PipelineProblem[];
}

/** Resolves, spawns, shakes hands and configures one connector, which ends with the context's others. @throws PipelineError */
export async function connect(context: RunContext, side: 'source' | 'destination'): Promise<Connected> {
  const { config, environment, redactor, events, recorder, loadId, resources, signal } = context;
  const { use } = config[side];
  if (signal.aborted) throw cancelledError('Cancelled before the connector was started');
  let record: ProcessRecord | undefined;
  const client = await ConnectorClient.spawn({
    connector: resolveConnector(use, { side, baseDirectory: config.baseDirectory, environment }),
    side,
    workingDirectory: config.baseDirectory,
    environment,
    redactor,
    maxFrameBytes: resources.maxFrameBytes,
    capabilities: [],
    signal,
    tap: recorder === null ? undefined : (pid) => (record = recorder.start({ side, connector: use, pid, loadId })),
    onLog: (line, pid) => events.emit({ type: 'connector_log', side, connector: use, pid, ...line }),
  });
  context.clients.push(client);
  const { pid } = client.process;
  events.emit({ type: 'connector_spawned', side, connector: use, pid });
  void client.process.exited.then((exit) => record?.exited(exit));
  void client.process.exited.then((exit) =>
    events.emit({ type: 'connector_exited', side, connector: client.name, pid, ...exit }),
  );
  await client.shakeHands();
  events.emit({
    type: 'connector_started',
    side,
    connector: client.name,
    version: client.welcome.connector.version,
    pid,
  });
  context.knobs.declare(side, client.welcome.knobs);
  const [configured] = await client.request(
    {
      type: 'configure',
      role: side,
      config: JSON.stringify(config[side].config),
      pipeline: config.pipeline,
      memoryLimitBytes: processMemoryBytes(resources, sessionsPerProcess(client.welcome)),
    },
    { answer: 'configured', timeoutMs: localRequestTimeoutMs },
  );
  const problems = (configured?.problems ?? []).map((problem) => connectorProblem(problem, client.blame()));
  return { client, problems };
}

export function hasErrors(problems: readonly PipelineProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
