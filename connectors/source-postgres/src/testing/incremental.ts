import type {
  CheckpointInterval,
  Cursor,
  DiscoveredStream,
  Position,
  Problem,
  Source,
  StreamSpec,
  Unit,
  WriteMode,
} from '@rapidbyte/connector';
import { CollectingOutput } from './collect.ts';
import { contextOf, variantOf } from './database.ts';
import { planRequest, readUnit, specOf } from './tiling.ts';

const native = 'native:postgresql';
const atTheEnd: CheckpointInterval = { rows: 0, bytes: 0, milliseconds: 0 };

export interface Incremental {
  readonly source: Source;
  readonly stream: DiscoveredStream;
  readonly spec: StreamSpec;
}

/** A table of `public`, discovered to be read by this cursor. */
export async function incremental(
  source: Source,
  name: string,
  cursor: Omit<Cursor, 'nulls'> & Partial<Cursor>,
  writeMode: WriteMode = 'append',
): Promise<Incremental> {
  const whole: Cursor = { nulls: 'refuse', ...cursor };
  for await (const stream of source.discover({
    streams: [{ name: { namespace: 'public', name }, columns: [], cursor: whole }],
    namesOnly: false,
  })) {
    return { source, stream, spec: { ...specOf(stream), syncMode: 'incremental', writeMode, cursor: whole } };
  }
  throw new Error(`no stream ${name}`);
}

export interface Planned {
  readonly units: readonly Unit[];
  readonly problems: readonly Problem[];
  readonly position: Position | undefined;
}

export async function plan({ source, spec }: Incremental, resume?: Position, targetUnitBytes = 0): Promise<Planned> {
  const answer = await source.plan?.(
    planRequest([spec], {
      targetUnitBytes,
      resume: resume === undefined ? [] : [{ streamIndex: 0, position: resume }],
    }),
  );
  if (answer === undefined) throw new Error('no plan');
  const { units, problems, streams = [] } = answer;
  return { units, problems, position: streams[0]?.position };
}

/** Reads all units of a plan from the beginning, some at a time. */
export async function firstLoad(
  of: Incremental,
  targetUnitBytes = 0,
): Promise<{ readonly columns: Record<string, unknown[]>; readonly position: Position | undefined }> {
  const { units, problems, position } = await plan(of, undefined, targetUnitBytes);
  failOn(problems);
  const parts = await Promise.all(units.map((unit) => readUnit(of.source, of.stream, unit)));
  const columns: Record<string, unknown[]> = {};
  for (const part of parts) {
    for (const [name, values] of Object.entries(part)) columns[name] = [...(columns[name] ?? []), ...values];
  }
  return { columns, position };
}

/** Reads on from a position: the plan's one unit. */
export async function readOn(
  of: Incremental,
  resume: Position,
  options: { readonly interval?: Partial<CheckpointInterval>; readonly output?: CollectingOutput } = {},
): Promise<{
  readonly columns: Record<string, unknown[]>;
  readonly output: CollectingOutput;
  readonly problems: readonly Problem[];
  /** Of each checkpoint. */
  readonly positions: readonly Position[];
  readonly last: Position;
}> {
  const { units, problems } = await plan(of, resume);
  failOn(problems);
  const [unit] = units;
  if (unit === undefined || units.length > 1 || !unit.exclusive) throw new Error(`${units.length} units`);
  const output = await readContinuing(of, unit, resume, options);
  const positions = output.checkpoints.map(({ positions: [one] }) => {
    if (one === undefined) throw new Error('a checkpoint without a position');
    return one.position;
  });
  const last = positions.at(-1);
  if (last === undefined || output.checkpoints.at(-1)?.rows !== output.rows)
    throw new Error('no checkpoint at the end');
  const columns = output.columns(variantOf(of.stream, native).schema);
  return { columns, output, problems, positions, last };
}

export async function readContinuing(
  { source, stream, spec }: Incremental,
  unit: Unit,
  resume: Position,
  { interval, output = new CollectingOutput() }: Parameters<typeof readOn>[2] & object = {},
): Promise<CollectingOutput> {
  const context = {
    ...contextOf(stream, native),
    streams: [spec],
    unit,
    resume: [{ streamIndex: 0, position: resume }],
    checkpointInterval: { ...atTheEnd, ...interval },
  };
  const session = await source.open(context, new AbortController().signal);
  try {
    await session.read(output);
  } finally {
    await session.close();
  }
  return output;
}

function failOn(problems: readonly Problem[]): void {
  const error = problems.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(`${error.code}: ${error.message}`);
}
