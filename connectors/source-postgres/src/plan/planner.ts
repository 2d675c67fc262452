import {
  ConnectorError,
  type PlannedStream,
  type PlanRequest,
  type Position,
  type Problem,
  type Setting,
  type SourcePlan,
  type StreamSpec,
  type Unit,
  type UnitId,
} from '@rapidbyte/connector';
import { formatStreamName, type Connection } from '@rapidbyte/postgres';
import { settingOf } from '../partition-mode.ts';
import { ContinuingPlanner } from './continuing-planner.ts';
import { Hold, snapshotLost } from './hold.ts';
import { standingsOf, type AtSnapshot, type PlannedStanding } from './standings.ts';
import { StreamPlanner, type StreamCut } from './stream-planner.ts';
import { survey, type Survey } from './survey.ts';

/** What is planned of one stream. */
interface PlannedOne {
  /** Errors, and warnings that are given once. */
  readonly problems: readonly Problem[];
  readonly planner: Pick<StreamPlanner, 'plan'>;
  /** Where its units lead, of an incremental stream. */
  readonly position?: Position;
}

/** Plans one load, again and again at the one snapshot that it holds. */
export class Planner {
  readonly hold: Hold;
  readonly #loadId: string;
  readonly #streams: ReadonlyMap<string, PlannedOne>;
  #plans = 0;

  private constructor(hold: Hold, loadId: string, streams: ReadonlyMap<string, PlannedOne>) {
    this.hold = hold;
    this.#loadId = loadId;
    this.#streams = streams;
  }

  /** Locks, takes the snapshot and looks at what there is. @throws {ConnectorError}; the connection is then closed */
  static async start(connection: Connection, request: PlanRequest, atSnapshot: AtSnapshot): Promise<Planner> {
    const names = request.streams.map(({ name }) => name);
    const hold = await Hold.take(connection, names);
    try {
      const surveys = await survey(connection, names);
      const found = request.streams.map((spec, index) => surveys[index] ?? missing(formatStreamName(spec.name)));
      const standings = await standingsOf(hold, request, found, atSnapshot);
      const streams = request.streams.map((spec, index): [string, PlannedOne] => {
        const stream = formatStreamName(spec.name);
        return [stream, planOne(hold, spec, found[index] ?? missing(stream), standings.get(index))];
      });
      return new Planner(hold, request.loadId, new Map(streams));
    } catch (error) {
      await hold.release();
      await connection.close();
      throw connection.translate(error);
    }
  }

  async plan(request: PlanRequest): Promise<SourcePlan> {
    if (!this.hold.connection.alive) throw snapshotLost('the connection that held it has ended');
    const problems = request.streams.flatMap((spec) => this.#stream(spec).problems);
    if (problems.some(({ severity }) => severity === 'error')) {
      return { units: [], streams: [], problems, ...this.#held() };
    }
    const plan = this.#plans++;
    const asked = settingOf(request.overrides);
    const units: Unit[] = [];
    const streams: PlannedStream[] = [];
    for (const [streamIndex, spec] of request.streams.entries()) {
      const { planner, position } = this.#stream(spec);
      const cut = await planner.plan({
        spec,
        asked: asked.value,
        done: request.done.filter((id) => id.streamIndex === streamIndex).map(({ unit }) => unit),
        targetUnitBytes: request.targetUnitBytes,
        parallelism: request.effectiveParallelism,
        newId: (index) => `${plan}.${index}`,
      });
      units.push(...cut.units.map((unit) => describeUnit(streamIndex, unit, cut)));
      const described = describeStream(streamIndex, asked, cut);
      streams.push(position === undefined ? described : { ...described, position });
    }
    // Warnings are given once.
    return { units, streams, problems: plan === 0 ? problems : [], ...this.#held() };
  }

  /** Whether it can go on with this load. @throws {ConnectorError} `snapshot_lost` if it must and can't */
  continues({ loadId, done }: PlanRequest): boolean {
    if (done.length === 0) return false;
    if (loadId === this.#loadId) return true;
    throw foreignUnits(done);
  }

  #stream(spec: StreamSpec): PlannedOne {
    const stream = formatStreamName(spec.name);
    return this.#streams.get(stream) ?? missing(stream);
  }

  #held(): Pick<SourcePlan, 'hold' | 'lost'> {
    const { snapshot, lost, connection } = this.hold;
    if (snapshot === undefined) return {};
    return { hold: `the snapshot ${snapshot.id}, in session ${connection.processId} of the server`, lost };
  }
}

function planOne(hold: Hold, spec: StreamSpec, found: Survey, standing: PlannedStanding | undefined): PlannedOne {
  const { problems = [], position, continues } = standing ?? {};
  if (continues !== undefined) return { problems, planner: new ContinuingPlanner(hold, found, continues) };
  const planner = new StreamPlanner(hold, spec, found);
  return {
    problems: [...planner.problems(spec), ...problems],
    planner,
    ...(position === undefined ? {} : { position }),
  };
}

/** A plan is to be continued that this process has not made. */
export function foreignUnits(done: readonly UnitId[]): ConnectorError {
  return snapshotLost(`this process has not planned ${done.length} of the load's units that are done`);
}

function describeUnit(
  streamIndex: number,
  { id, token, bytes, rows }: StreamCut['units'][number],
  { exclusive = false }: StreamCut,
): Unit {
  return {
    id: { streamIndex, unit: id },
    kind: 'snapshot',
    token,
    estimate: { rows, bytes },
    bounded: true,
    after: [],
    exclusive,
  };
}

function describeStream(streamIndex: number, asked: Setting, { mode, reason, wholeBecause }: StreamCut): PlannedStream {
  const setting: Setting = { ...asked, value: mode, ...(reason === undefined ? {} : { reason }) };
  return { streamIndex, settings: [setting], ...(wholeBecause === undefined ? {} : { wholeBecause }) };
}

function missing(stream: string): never {
  throw new ConnectorError({
    code: 'relation_not_found',
    category: 'schema',
    message: `${stream} does not exist any more`,
    hint: 'it was dropped or renamed meanwhile: run again',
    stream,
  });
}
