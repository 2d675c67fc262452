import type { ConnectionBudget } from '@rapidbyte/connector';
import type { ConnectorClient } from '../connector/client.ts';
import { requestTimeoutMs } from '../connector/deadlines.ts';
import { cancelledError, type PipelineError } from '../connector/error.ts';
import { connect, type Connected, hasErrors } from './connect.ts';
import { type RunContext, runError } from './context.ts';
import { type ChosenStream, discoverChosen } from './discovery.ts';
import { type AgreedStream, negotiate } from './negotiate.ts';
import { connectorProblem } from './problems.ts';
import { limitRun, type RunLimits, sessionsPerProcess, type SideLimits } from './resources.ts';
import type { CheckedSystem, PipelineProblem } from './types.ts';

/** Both ends of a pipeline, as far as they came, and every problem on the way. */
export interface Prepared {
  readonly source: Connected | null;
  readonly destination: Connected | null;
  readonly sourceSystem: CheckedSystem | null;
  readonly destinationSystem: CheckedSystem | null;
  /** Null while a problem is an error. */
  readonly limits: RunLimits | null;
  /** Empty while a problem is an error. */
  readonly streams: readonly AgreedStream[];
  readonly problems: readonly PipelineProblem[];
}

interface Side {
  connected: Connected | null;
  system: CheckedSystem | null;
  connections?: ConnectionBudget;
}

/**
 * Brings both sides to the point where a load can begin: connected, checked, agreed on every stream. The two sides go
 * side by side, and a failure of one does not keep the other from naming its problems. Changes nothing anywhere.
 * @throws PipelineError only when cancelled
 */
export async function prepare(context: RunContext): Promise<Prepared> {
  const { config } = context;
  const problems: PipelineProblem[] = [];
  const source: Side = { connected: null, system: null };
  const destination: Side = { connected: null, system: null };
  let chosen: readonly ChosenStream[] = [];
  let streams: readonly AgreedStream[] = [];

  const step = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      problems.push({ ...runError(context.redactor, error), severity: 'error' });
    }
  };
  const sourceReady = step(async () => {
    const client = await start(context, 'source', source, problems);
    if (client === null || !(await checkSource(client, source, problems))) return;
    const discovered = await discoverChosen(client, config.source.streams);
    problems.push(...discovered.problems);
    chosen = discovered.streams;
  });
  const destinationStarted = step(async () => {
    await start(context, 'destination', destination, problems);
  });
  await Promise.all([sourceReady, destinationStarted]);

  await step(async () => {
    const client = usable(destination, problems);
    if (client === null) return;
    const negotiated = await negotiate(client, chosen, config.destination.writeMode);
    problems.push(...negotiated.problems);
    if (negotiated.connections !== undefined) destination.connections = negotiated.connections;
    streams = negotiated.streams;
    if (negotiated.system !== '') {
      destination.system = { connector: client.welcome.connector, system: negotiated.system };
    }
  });

  problems.push(...context.knobs.unknownPins().map((error) => pinProblem(context, error)));
  let limits: RunLimits | null = null;
  if (!hasErrors(problems)) {
    await step(async () => {
      limits = limitRun(
        context.resources,
        { source: sideLimits(source), destination: sideLimits(destination) },
        config.resources.maxConnections,
      );
    });
  }

  if (context.signal.aborted) throw cancelledError('Cancelled before the load began');
  return {
    source: source.connected,
    destination: destination.connected,
    sourceSystem: source.system,
    destinationSystem: destination.system,
    limits,
    streams: hasErrors(problems) ? [] : streams,
    problems,
  };
}

function sideLimits({ connected, connections }: Side): SideLimits {
  if (connected === null) throw new Error('A side is missing although no problem was reported');
  return {
    sessionsPerProcess: sessionsPerProcess(connected.client.welcome),
    ...(connections === undefined ? {} : { connections }),
  };
}

function pinProblem({ redactor }: RunContext, error: PipelineError): PipelineProblem {
  return { ...runError(redactor, error), severity: 'error' };
}

async function start(
  context: RunContext,
  name: 'source' | 'destination',
  side: Side,
  problems: PipelineProblem[],
): Promise<ConnectorClient | null> {
  side.connected = await connect(context, name);
  problems.push(...side.connected.problems);
  return hasErrors(side.connected.problems) ? null : side.connected.client;
}

/** The client, unless its own config has been refused. */
function usable({ connected }: Side, problems: readonly PipelineProblem[]): ConnectorClient | null {
  if (connected === null || hasErrors(connected.problems)) return null;
  return problems.some(({ side, severity }) => side === 'destination' && severity === 'error')
    ? null
    : connected.client;
}

async function checkSource(client: ConnectorClient, side: Side, problems: PipelineProblem[]): Promise<boolean> {
  const [checked] = await client.request(
    { type: 'check', streams: [] },
    { answer: 'checked', timeoutMs: requestTimeoutMs },
  );
  if (checked === undefined) return false;
  const found = checked.problems.map((problem) => connectorProblem(problem, client.blame()));
  problems.push(...found);
  side.system = { connector: client.welcome.connector, system: checked.system };
  if (checked.connections !== undefined) side.connections = checked.connections;
  return !hasErrors(found);
}
