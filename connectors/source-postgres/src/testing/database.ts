import {
  decodeSchema,
  type DiscoveredStream,
  type Schema,
  type Source,
  type SourceSession,
  type StreamContext,
  type StreamName,
} from '@rapidbyte/connector';
import { createSource } from '../source.ts';

export async function configured(config: unknown): Promise<Source> {
  const source = createSource();
  const problems = await source.configure(config, { pipeline: 'test', memoryLimitBytes: 0, capabilities: [] });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return source;
}

export async function discoverAll(source: Source, ...names: StreamName[]): Promise<DiscoveredStream[]> {
  const streams: DiscoveredStream[] = [];
  const request = { streams: names.map((name) => ({ name, columns: [] })), namesOnly: false };
  for await (const stream of source.discover(request)) streams.push(stream);
  return streams;
}

export function variantOf(
  stream: DiscoveredStream,
  encoding: string,
): { readonly bytes: Uint8Array; readonly schema: Schema } {
  const found = stream.variants.find((variant) => variant.encoding === encoding);
  if (found === undefined) throw new Error(`no variant ${encoding}`);
  return { bytes: found.arrowSchema, schema: decodeSchema(found.arrowSchema) };
}

export function contextOf(stream: DiscoveredStream, encoding: string): StreamContext {
  return {
    loadId: 'load',
    streams: [
      {
        name: stream.name,
        syncMode: 'full_refresh',
        writeMode: 'replace',
        columns: stream.columns,
        key: stream.primaryKey,
        arrowSchema: variantOf(stream, encoding).bytes,
        estimate: stream.estimate,
      },
    ],
    epochs: [1],
    unit: {
      id: { streamIndex: 0, unit: 'all' },
      kind: 'snapshot',
      token: new Uint8Array(0),
      estimate: stream.estimate,
      bounded: true,
      after: [],
      exclusive: false,
    },
    resume: [],
    effectiveParallelism: 1,
    overrides: [],
    checkpointInterval: { rows: 0, bytes: 0, milliseconds: 0 },
    targetBatchBytes: 0,
    creditLimitBytes: 64 << 20,
  };
}

export function openSession(
  source: Source,
  stream: DiscoveredStream,
  encoding: string,
  signal?: AbortSignal,
): Promise<SourceSession> {
  return source.open(contextOf(stream, encoding), signal ?? new AbortController().signal);
}
