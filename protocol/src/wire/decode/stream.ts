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
import { bytes, count, optional, required } from './fields.ts';
import { problems, streamName } from './problem.ts';

export function estimate(value: v1.Estimate.$Properties | null | undefined, where: string): Estimate {
  return { rows: count(value?.rows, `${where}.rows`), bytes: count(value?.bytes, `${where}.bytes`) };
}

export function column(value: v1.Column.$Properties): Column {
  return {
    name: value.name ?? '',
    nativeType: value.nativeType ?? '',
    nullable: value.nullable ?? false,
    ...optional('nativeDefinition', value.nativeDefinition),
  };
}

export function schemaVariant(value: v1.SchemaVariant.$Properties): SchemaVariant {
  return { encoding: value.encoding ?? '', arrowSchema: bytes(value.arrowSchema) };
}

/** Both a StreamSpec and a StreamRequest have these fields. */
function cursor(
  {
    cursorColumn,
    tieBreakerColumn,
    nullCursor,
    lookBack,
  }: Pick<v1.StreamSpec.$Properties, 'cursorColumn' | 'tieBreakerColumn' | 'nullCursor' | 'lookBack'>,
  where: string,
): { readonly cursor?: Cursor } {
  if (!cursorColumn) return {};
  return {
    cursor: {
      column: cursorColumn,
      ...optional('tieBreakerColumn', tieBreakerColumn),
      nulls: nullCursor ? nullCursors.word(nullCursor, `${where}.null_cursor`) : 'refuse',
      ...optional('lookBack', lookBack),
    },
  };
}

export function streamSpec(value: v1.StreamSpec.$Properties | null | undefined, where: string): StreamSpec {
  const spec = required(value, where);
  return {
    name: streamName(spec.name, `${where}.name`),
    syncMode: syncModes.word(spec.syncMode, `${where}.sync_mode`),
    writeMode: writeModes.word(spec.writeMode, `${where}.write_mode`),
    columns: (spec.columns ?? []).map(column),
    key: [...(spec.key ?? [])],
    ...cursor(spec, where),
    arrowSchema: bytes(spec.arrowSchema),
    estimate: estimate(spec.estimate, `${where}.estimate`),
    ...optional('partitionKey', spec.partitionKey),
  };
}

export function streamSpecs(values: readonly v1.StreamSpec.$Properties[] | null | undefined, where: string) {
  return (values ?? []).map((value, index) => streamSpec(value, `${where}[${index}]`));
}

export function streamOffer(value: v1.StreamOffer.$Properties, where: string): StreamOffer {
  return { spec: streamSpec(value.spec, `${where}.spec`), variants: (value.variants ?? []).map(schemaVariant) };
}

export function streamAnswer(value: v1.StreamAnswer.$Properties, where: string): StreamAnswer {
  return {
    arrowSchema: bytes(value.arrowSchema),
    guarantee: guarantees.word(value.guarantee, `${where}.guarantee`),
    guaranteeReason: value.guaranteeReason ?? '',
    target: value.target ?? '',
  };
}

export function checked(value: v1.Checked.$Properties): Checked {
  return {
    problems: problems(value.problems, 'checked.problems'),
    system: value.system ?? '',
    streams: (value.streams ?? []).map((each, index) => streamAnswer(each, `checked.streams[${index}]`)),
    ...(value.connections
      ? {
          connections: {
            spare: value.connections.spare ?? 0,
            perProcess: value.connections.perProcess ?? 0,
            perSession: value.connections.perSession ?? 0,
          },
        }
      : {}),
  };
}

export function discoverRequest(value: v1.DiscoverRequest.$Properties): DiscoverRequest {
  return {
    streams: (value.streams ?? []).map((each, index) => ({
      name: streamName(each.name, `discover.streams[${index}].name`),
      columns: [...(each.columns ?? [])],
      ...cursor(each, `discover.streams[${index}]`),
    })),
    namesOnly: value.namesOnly ?? false,
  };
}

export function discoveredStream(value: v1.DiscoveredStream.$Properties, where: string): DiscoveredStream {
  return {
    name: streamName(value.name, `${where}.name`),
    kind: value.kind ?? '',
    columns: (value.columns ?? []).map(column),
    primaryKey: [...(value.primaryKey ?? [])],
    variants: (value.variants ?? []).map(schemaVariant),
    estimate: estimate(value.estimate, `${where}.estimate`),
    syncModes: (value.syncModes ?? []).map((mode) => syncModes.word(mode, `${where}.sync_modes`)),
    problems: problems(value.problems, `${where}.problems`),
  };
}
