import type { ConnectorClient } from '../connector/client.ts';
import { hasErrors } from './connect.ts';
import { type RunContext, warn } from './context.ts';
import type { Load } from './load.ts';
import { prepare } from './prepare.ts';
import { PipelineProblems } from '../connector/problems.ts';
import { type LoadEnd, runLoad } from './run-load.ts';

/**
 * One attempt, from the first process to the last exit. `stop` is aborted by the first failure, which is what is thrown.
 * @throws PipelineError, PipelineProblems
 */
export async function execute(
  context: RunContext,
  stop: AbortController,
  onLoad: (load: Load) => void,
): Promise<LoadEnd> {
  try {
    const prepared = await prepare(context);
    for (const problem of prepared.problems) if (problem.severity === 'warning') warn(context, problem);
    if (hasErrors(prepared.problems)) throw new PipelineProblems(prepared.problems);
    const end = await runLoad(context, stop, prepared, onLoad);
    await closeAll(context);
    for (const client of context.clients) warnOfBadExit(context, client);
    return end;
  } catch (error) {
    if (!stop.signal.aborted) stop.abort(error);
    throw stop.signal.reason;
  } finally {
    await closeAll(context);
  }
}

async function closeAll({ clients }: RunContext): Promise<void> {
  await Promise.all(clients.map((client) => client.close()));
}

/** The data is safe by then, but something is wrong with the connector. */
function warnOfBadExit(context: RunContext, client: ConnectorClient): void {
  const { exit } = client.process;
  // One that has failed before was told of, and done without.
  if (exit?.code === 0 || client.hasFailed) return;
  const how =
    exit === null
      ? 'did not end'
      : exit.signal === null
        ? `exited with code ${exit.code ?? 0}`
        : `ended by ${exit.signal}`;
  warn(context, {
    severity: 'warning',
    category: 'internal',
    code: 'connector_bad_exit',
    message: `${client.side} connector "${client.name}": after all was done, its process ${how}`,
    hint: 'A connector exits with code 0 after Close. Report it to its author.',
    side: client.side,
    connector: client.name,
    retryable: false,
    ...(exit === null ? {} : { exit }),
  });
}
