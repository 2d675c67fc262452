import type { Checked, ConnectionBudget, StreamAnswer, StreamOffer, StreamSpec, WriteMode } from '@rapidbyte/connector';
import type { ConnectorClient } from '../connector/client.ts';
import { localRequestTimeoutMs, requestTimeoutMs } from '../connector/deadlines.ts';
import { PipelineError } from '../connector/error.ts';
import { violation } from '../connector/violation.ts';
import type { ChosenStream } from './discovery.ts';
import { guaranteeProblem, streamGuarantee, type StreamGuarantee } from './guarantee.ts';
import { connectorProblem } from './problems.ts';
import type { PipelineProblem } from './types.ts';
import { keyOf, keyProblems } from './upsert-key.ts';

/** A stream on which both sides agree. */
export interface AgreedStream {
  readonly spec: StreamSpec;
  readonly answer: StreamAnswer;
  readonly guarantee: StreamGuarantee;
  readonly selectionPath: string;
}

/** Offers the streams to the destination, in the encodings that it knows. @throws PipelineError */
export async function negotiate(
  destination: ConnectorClient,
  chosen: readonly ChosenStream[],
  writeMode: WriteMode,
): Promise<{
  readonly streams: readonly AgreedStream[];
  readonly system: string;
  readonly connections?: ConnectionBudget;
  readonly problems: readonly PipelineProblem[];
}> {
  const problems: PipelineProblem[] = [
    ...(await writeModeProblems(destination, writeMode)),
    ...(writeMode === 'upsert' ? chosen.flatMap(keyProblems) : []),
  ];
  if (problems.length > 0) return { streams: [], system: '', problems };
  const offers = chosen.map((stream) => offer(stream, writeMode, destination.welcome.capabilities));
  const [checked] = await destination.request(
    { type: 'check', streams: offers },
    { answer: 'checked', timeoutMs: requestTimeoutMs },
  );
  if (checked === undefined) throw new Error('request resolved without an answer');
  problems.push(...checkProblems(destination, checked, chosen));
  const { system, connections } = checked;
  const streams = agreed(destination, checked, offers, chosen, problems);
  for (const [index, { spec, guarantee }] of streams.entries()) {
    const problem = guaranteeProblem(spec, guarantee, chosen[index]?.selection.requiredGuarantee);
    if (problem !== null) problems.push(problem);
  }
  return {
    streams,
    system,
    ...(connections === undefined ? {} : { connections }),
    problems,
  };
}

function offer(
  { discovered, selection }: ChosenStream,
  writeMode: WriteMode,
  capabilities: readonly string[],
): StreamOffer {
  const spec: StreamSpec = {
    name: discovered.name,
    syncMode: selection.syncMode,
    writeMode,
    columns: discovered.columns,
    key: keyOf({ discovered, selection }),
    ...(selection.cursor === undefined ? {} : { cursor: selection.cursor }),
    arrowSchema: new Uint8Array(0),
    estimate: discovered.estimate,
    ...(selection.partitionKey === undefined ? {} : { partitionKey: selection.partitionKey }),
  };
  const known = ({ encoding }: { encoding: string }): boolean =>
    encoding === 'canonical' || capabilities.includes(encoding);
  return { spec, variants: discovered.variants.filter(known) };
}

function checkProblems(
  destination: ConnectorClient,
  { problems }: Checked,
  chosen: readonly ChosenStream[],
): PipelineProblem[] {
  return problems.map((problem) => {
    const { stream } = problem;
    const about =
      stream &&
      chosen.find(({ discovered: { name } }) => name.namespace === stream.namespace && name.name === stream.name);
    return connectorProblem(problem, destination.blame(), about?.selection.path);
  });
}

function agreed(
  destination: ConnectorClient,
  { streams: answers }: Checked,
  offers: readonly StreamOffer[],
  chosen: readonly ChosenStream[],
  problems: readonly PipelineProblem[],
): readonly AgreedStream[] {
  if (problems.some(({ severity }) => severity === 'error')) return [];
  if (answers.length !== offers.length) {
    const error = violation(
      'wrong_answer_count',
      `It was offered ${offers.length} streams, and answered for ${answers.length}`,
    );
    throw PipelineError.blame(error, destination.blame());
  }
  return offers.flatMap(({ spec }, index) => {
    const [answer, stream] = [answers[index], chosen[index]];
    if (answer === undefined || stream === undefined) return [];
    const { path: selectionPath } = stream.selection;
    const guarantee = streamGuarantee(spec, answer);
    return [{ spec: { ...spec, arrowSchema: answer.arrowSchema }, answer, guarantee, selectionPath }];
  });
}

async function writeModeProblems(destination: ConnectorClient, writeMode: WriteMode): Promise<PipelineProblem[]> {
  const [spec] = await destination.request(
    { type: 'spec', role: 'destination' },
    { answer: 'spec', timeoutMs: localRequestTimeoutMs },
  );
  if (spec === undefined || spec.writeModes.includes(writeMode)) return [];
  return [
    connectorProblem(
      {
        severity: 'error',
        category: 'config',
        code: 'write_mode_unsupported',
        message: `${destination.name} does not offer write_mode ${writeMode}`,
        hint: `It offers: ${spec.writeModes.join(', ') || 'none'}.`,
      },
      destination.blame(),
      'destination.write_mode',
    ),
  ];
}
