import type { StreamName } from '@rapidbyte/connector';

/** A stream of a pipeline: what the state of loads is kept under. */
export interface StreamKey {
  /** The staging schema: pipelines of one name that keep their state in different ones know nothing of each other. */
  readonly stateSchema: string;
  readonly pipeline: string;
  readonly stream: StreamName;
}

/** The columns (pipeline, namespace, name) of every state table. */
export function keyValues({ pipeline, stream }: StreamKey): [string, string, string] {
  return [pipeline, stream.namespace, stream.name];
}
