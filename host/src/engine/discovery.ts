import type { DiscoveredStream, StreamName, StreamRequest } from '@rapidbyte/connector';
import { quoteStreamName } from '../config/stream-name.ts';
import type { StreamSelection } from '../config/types.ts';
import type { ConnectorClient } from '../connector/client.ts';
import { requestTimeoutMs } from '../connector/deadlines.ts';
import { PipelineError } from '../connector/error.ts';
import { brokenProtocolHint, violation } from '../connector/violation.ts';
import { connectorProblem, selectionProblem } from './problems.ts';
import { unknownColumn } from './unknown-column.ts';
import { selectStreams, type SelectedStream, unknownStream } from './selection.ts';
import { exactName } from './stream-pattern.ts';
import type { PipelineProblem } from './types.ts';

/** A stream of the pipeline, as the source describes it. */
export interface ChosenStream {
  readonly discovered: DiscoveredStream;
  readonly selection: StreamSelection;
}

/** The streams of the pipeline, with columns and encodings, and every problem with them. @throws PipelineError */
export async function discoverChosen(
  source: ConnectorClient,
  selections: readonly StreamSelection[],
): Promise<{ readonly streams: readonly ChosenStream[]; readonly problems: readonly PipelineProblem[] }> {
  const listNeeded = selections.some(({ pattern }) => exactName(pattern) === null);
  let known = listNeeded ? await discoverNames(source) : null;
  const selected = selectStreams(selections, known);
  const problems = selected.problems.map(selectionProblem);
  if (selected.streams.length === 0) return { streams: [], problems };

  const discovered = await discover(source, { streams: selected.streams.map(streamRequest), namesOnly: false });
  const byName = new Map(discovered.map((stream) => [quoteStreamName(stream.name), stream]));
  const streams: ChosenStream[] = [];
  for (const wanted of selected.streams) {
    const stream = byName.get(quoteStreamName(wanted.name));
    if (stream === undefined) {
      known ??= await discoverNames(source);
      problems.push(selectionProblem(unknownStream(wanted, known)));
      continue;
    }
    streams.push({ discovered: stream, selection: wanted.selection });
    problems.push(...streamProblems(source, stream, wanted));
  }
  return { streams, problems };
}

/** All that the source has. @throws PipelineError */
export function discoverAll(source: ConnectorClient): Promise<readonly DiscoveredStream[]> {
  return discover(source, { streams: [], namesOnly: false });
}

async function discoverNames(source: ConnectorClient): Promise<readonly StreamName[]> {
  const streams = await discover(source, { streams: [], namesOnly: true });
  return streams.map(({ name }) => name);
}

async function discover(
  source: ConnectorClient,
  request: { readonly streams: readonly StreamRequest[]; readonly namesOnly: boolean },
): Promise<readonly DiscoveredStream[]> {
  const answers = await source.request(
    { type: 'discover', ...request },
    { answer: 'discovered', timeoutMs: requestTimeoutMs, isLast: ({ last }) => last },
  );
  const streams = answers.flatMap((answer) => answer.streams);
  const names = new Set(streams.map(({ name }) => quoteStreamName(name)));
  if (names.size < streams.length) {
    throw PipelineError.blame(
      violation('duplicate_stream', 'It names a stream twice in answer to discover'),
      source.blame(),
    );
  }
  return streams;
}

function streamRequest({ name, selection }: SelectedStream): StreamRequest {
  const { columns = [], cursor } = selection;
  return { name, columns, ...(cursor === undefined ? {} : { cursor }) };
}

function streamProblems(
  source: ConnectorClient,
  stream: DiscoveredStream,
  { selection }: SelectedStream,
): PipelineProblem[] {
  const problems = stream.problems.map((problem) =>
    connectorProblem({ stream: stream.name, ...problem }, source.blame(), selection.path),
  );
  if (!stream.syncModes.includes(selection.syncMode)) {
    problems.push(
      connectorProblem(
        {
          severity: 'error',
          category: 'config',
          code: 'sync_mode_unsupported',
          message: `${source.name} does not offer sync_mode ${selection.syncMode} for ${quoteStreamName(stream.name)}`,
          hint:
            stream.syncModes.length === 0
              ? 'The stream cannot be read: exclude it.'
              : `It offers: ${stream.syncModes.join(', ')}.`,
          stream: stream.name,
        },
        source.blame(),
        `${selection.path}.sync_mode`,
      ),
    );
  }
  const offersIncremental = selection.syncMode === 'incremental' && stream.syncModes.includes('incremental');
  if (offersIncremental && !source.welcome.capabilities.includes('plan')) {
    const problem = {
      severity: 'error',
      category: 'protocol',
      code: 'incremental_without_plan',
      message: `${source.name} offers sync_mode incremental, and can't plan: nobody would know where a first load leads`,
      hint: brokenProtocolHint,
      stream: stream.name,
    } as const;
    problems.push(connectorProblem(problem, source.blame(), `${selection.path}.sync_mode`));
  }
  const { cursor } = selection;
  if (cursor === undefined || problems.some(({ severity }) => severity === 'error')) return problems;
  // Of a source that looks at its cursors itself, nothing of this is left.
  const fields = { cursor_field: cursor.column, tie_breaker_field: cursor.tieBreakerColumn };
  for (const [key, column] of Object.entries(fields)) {
    if (column === undefined || stream.columns.some(({ name }) => name === column)) continue;
    problems.push(unknownColumn(stream, column, `${selection.path}.${key}`));
  }
  return problems;
}
