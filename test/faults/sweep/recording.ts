import { wrapConnector } from '../../support/wrapped.ts';
import { startPostgresProxy } from '../postgres-proxy/proxy.ts';
import type { Point, Recordings, Side } from './point.ts';
import { newStateFile, run } from './run.ts';
import type { Stage } from './stage.ts';

export interface RecordOptions {
  readonly parallelism?: number;
  /** What goes wrong meanwhile; the run then fails, or tries again. */
  readonly provocation?: Point;
}

/** Watches one run: everything that it says and does is a point of the sweep. */
export async function record(stage: Stage, { provocation, ...options }: RecordOptions = {}): Promise<Recordings> {
  const { mode, source } = stage;
  await using target = await stage.newTarget();
  await using sourceProxy = await startPostgresProxy({ url: source.url, ...statementFault('source', provocation) });
  await using targetProxy = await startPostgresProxy({
    url: target.url,
    ...statementFault('destination', provocation),
  });
  using sourceConnector = wrapConnector('source-postgres', 'source', messageFault('source', provocation));
  using targetConnector = wrapConnector('dest-postgres', 'destination', messageFault('destination', provocation));
  const urls = { source: sourceProxy.url, destination: targetProxy.url };
  const use = { source: sourceConnector.use, destination: targetConnector.use };
  const calls: string[] = [];
  using state = newStateFile();
  const { result } = await run(
    mode,
    { ...urls, use },
    { ...options, state: { file: state.file, onCall: (call) => calls.push(call) } },
  );
  if (result.status !== 'succeeded' && provocation === undefined) {
    throw new Error(`a run of ${mode.name} without faults: ${JSON.stringify(result.errors)}`);
  }
  const { statements, copies } = targetProxy;
  return {
    sides: [
      {
        side: 'source',
        messages: sourceConnector.trace(),
        statements: sourceProxy.statements,
        copies: sourceProxy.copies,
      },
      { side: 'destination', messages: targetConnector.trace(), statements, copies },
    ],
    calls,
  };
}

export function messageFault(side: Side, point: Point | undefined) {
  return point?.at === 'message' && point.side === side ? point.fault : undefined;
}

function statementFault(side: Side, point: Point | undefined) {
  return point?.at === 'statement' && point.side === side ? { fault: point.fault } : {};
}
