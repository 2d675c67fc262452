import type { Unit } from '../../model/load.ts';
import type { StreamContext } from '../../model/session.ts';
import type { DiscoveredStream, StreamSpec } from '../../model/stream.ts';
import type { Bench } from '../bench.ts';
import { answersTo } from '../driver/talk.ts';
import { Inapplicable, NotReached } from '../verdict.ts';

/** A stream for the suite is not larger than this, by the source's own estimate: it is read many times. */
export const maxStreamBytes = 64 * 1024 * 1024;

/** All streams that the source has. @throws NotReached */
export function discovered(bench: Bench): Promise<readonly DiscoveredStream[]> {
  return bench.shared('discovered', async () => {
    const { subject } = await bench.configured();
    const request = { type: 'discover', streams: [], namesOnly: false } as const;
    const answers = await answersTo(subject, request, bench.patience.answerMs);
    return answers.flatMap(({ streams }) => streams);
  });
}

/** The stream that everything is tried on: the largest one that is not too large. @throws NotReached */
export async function chosenStream(bench: Bench): Promise<{ stream: DiscoveredStream; spec: StreamSpec }> {
  const all = await discovered(bench);
  const usable = all
    .filter(({ estimate, syncModes, problems }) => {
      const isWhole = syncModes.includes('full_refresh') && !problems.some(({ severity }) => severity === 'error');
      return isWhole && estimate.bytes <= maxStreamBytes;
    })
    .sort((a, b) => b.estimate.rows - a.estimate.rows);
  const [stream] = usable;
  if (all.length === 0) throw new NotReached('the source has no stream: give it one of a few thousand rows');
  if (stream === undefined)
    throw new NotReached(`none of its streams is of at most ${maxStreamBytes} bytes and can be read in full`);
  return { stream, spec: specOf(stream) };
}

/** As a host agrees on it with a destination that takes canonical encodings only. */
export function specOf(stream: DiscoveredStream): StreamSpec {
  const canonical = stream.variants.find(({ encoding }) => encoding === 'canonical');
  if (canonical === undefined) throw new NotReached(`the stream ${stream.name.name} has no canonical schema`);
  return {
    name: stream.name,
    syncMode: 'full_refresh',
    writeMode: 'append',
    columns: stream.columns,
    key: stream.primaryKey,
    arrowSchema: canonical.arrowSchema,
    estimate: stream.estimate,
  };
}

/** @throws Inapplicable if the source cuts nothing */
export async function needsPlan(bench: Bench): Promise<void> {
  const { capabilities } = await bench.welcome();
  if (!capabilities.includes('plan')) throw new Inapplicable('the source does not plan: a stream is one unit');
}

/** The unit of a stream that is not cut (LIFE-6). */
export function wholeUnit(unit = '0'): Unit {
  return {
    id: { streamIndex: 0, unit },
    kind: 'snapshot',
    token: new Uint8Array(0),
    estimate: { rows: 0, bytes: 0 },
    bounded: true,
    after: [],
    exclusive: false,
  };
}

export function contextOf(
  spec: StreamSpec,
  loadId: string,
  unit: Unit,
  change: Partial<StreamContext> = {},
): StreamContext {
  return {
    loadId,
    streams: [spec],
    epochs: [1],
    unit,
    resume: [],
    effectiveParallelism: 1,
    overrides: [],
    checkpointInterval: { rows: 0, bytes: 0, milliseconds: 0 },
    targetBatchBytes: 0,
    creditLimitBytes: 0,
    ...change,
  };
}
