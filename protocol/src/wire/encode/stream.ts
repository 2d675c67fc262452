import type { v1 } from '../../gen/messages.js';
import type {
  Checked,
  Column,
  Cursor,
  DiscoveredStream,
  DiscoverRequest,
  Estimate,
  SchemaVariant,
  StreamAnswer,
  StreamOffer,
  StreamSpec,
} from '../../model/stream.ts';
import { guarantees, nullCursors, syncModes, writeModes } from '../enums.ts';
import { problem, streamName } from './problem.ts';

export function estimate(value: Estimate): v1.Estimate.$Properties {
  return { rows: value.rows, bytes: value.bytes };
}

export function column(value: Column): v1.Column.$Properties {
  return {
    name: value.name,
    nativeType: value.nativeType,
    nullable: value.nullable,
    nativeDefinition: value.nativeDefinition ?? null,
  };
}

export function schemaVariant(value: SchemaVariant): v1.SchemaVariant.$Properties {
  return { encoding: value.encoding, arrowSchema: value.arrowSchema };
}

/** Both a StreamSpec and a StreamRequest have these fields. */
function cursor(value: Cursor | undefined) {
  return {
    cursorColumn: value?.column ?? null,
    tieBreakerColumn: value?.tieBreakerColumn ?? null,
    nullCursor: value === undefined ? null : nullCursors.number(value.nulls),
    lookBack: value?.lookBack ?? null,
  };
}

export function streamSpec(value: StreamSpec): v1.StreamSpec.$Properties {
  return {
    name: streamName(value.name),
    syncMode: syncModes.number(value.syncMode),
    writeMode: writeModes.number(value.writeMode),
    columns: value.columns.map(column),
    key: [...value.key],
    ...cursor(value.cursor),
    arrowSchema: value.arrowSchema,
    estimate: estimate(value.estimate),
    partitionKey: value.partitionKey ?? null,
  };
}

export function streamOffer(value: StreamOffer): v1.StreamOffer.$Properties {
  return { spec: streamSpec(value.spec), variants: value.variants.map(schemaVariant) };
}

export function streamAnswer(value: StreamAnswer): v1.StreamAnswer.$Properties {
  return {
    arrowSchema: value.arrowSchema,
    guarantee: guarantees.number(value.guarantee),
    guaranteeReason: value.guaranteeReason,
    target: value.target,
  };
}

export function checked(value: Checked): v1.Checked.$Properties {
  return {
    problems: value.problems.map(problem),
    system: value.system,
    streams: value.streams.map(streamAnswer),
    connections: value.connections ?? null,
  };
}

export function discoverRequest(value: DiscoverRequest): v1.DiscoverRequest.$Properties {
  return {
    streams: value.streams.map((each) => ({
      name: streamName(each.name),
      columns: [...each.columns],
      ...cursor(each.cursor),
    })),
    namesOnly: value.namesOnly,
  };
}

export function discoveredStream(value: DiscoveredStream): v1.DiscoveredStream.$Properties {
  return {
    name: streamName(value.name),
    kind: value.kind,
    columns: value.columns.map(column),
    primaryKey: [...value.primaryKey],
    variants: value.variants.map(schemaVariant),
    estimate: estimate(value.estimate),
    syncModes: value.syncModes.map((mode) => syncModes.number(mode)),
    problems: value.problems.map(problem),
  };
}
