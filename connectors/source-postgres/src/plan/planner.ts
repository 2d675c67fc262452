import {
  ConnectorError,
  type PlannedStream,
  type PlanRequest,
  type Setting,
  type SourcePlan,
  type StreamSpec,
  type Unit,
  type UnitId,
} from '@rapidbyte/connector';
import { formatStreamName, type Connection } from '@rapidbyte/postgres';
import { settingOf } from '../partition-mode.ts';
import { Hold, snapshotLost } from './hold.ts';
import { StreamPlanner, type StreamCut } from './stream-planner.ts';
import { survey } from './survey.ts';

/** Plans one load, again and again at the one snapshot that it holds. */
export class Planner {
  readonly hold: Hold;
  readonly #loadId: string;
  readonly #streams: ReadonlyMap<string, StreamPlanner>;
  #plans = 0;

  private constructor(hold: Hold, loadId: string, streams: ReadonlyMap<string, StreamPlanner>) {
    this.hold = hold;
    this.#loadId = loadId;
    this.#streams = streams;
  }

  /** Locks, takes the snapshot and looks at what there is. @throws {ConnectorError}; the connection is then closed */
  static async start(connection: Connection, request: PlanRequest): Promise<Planner> {
    const names = request.streams.map(({ name }) => name);
    const hold = await Hold.take(connection, names);
    try {
      const surveys = await survey(connection, names);
      const streams = request.streams.map((spec, index): [string, StreamPlanner] => {
        const stream = formatStreamName(spec.name);
        return [stream, new StreamPlanner(hold, spec, surveys[index] ?? missing(stream))];
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
    const problems = request.streams.flatMap((spec) => this.#stream(spec).problems(spec));
    if (problems.length > 0) return { units: [], streams: [], problems, ...this.#held() };
    const plan = this.#plans++;
    const asked = settingOf(request.overrides);
    const units: Unit[] = [];
    const streams: PlannedStream[] = [];
    for (const [streamIndex, spec] of request.streams.entries()) {
      const cut = await this.#stream(spec).plan({
        spec,
        asked: asked.value,
        done: request.done.filter((id) => id.streamIndex === streamIndex).map(({ unit }) => unit),
        targetUnitBytes: request.targetUnitBytes,
        parallelism: request.effectiveParallelism,
        newId: (index) => `${plan}.${index}`,
      });
      units.push(...cut.units.map((unit) => describeUnit(streamIndex, unit)));
      streams.push(describeStream(streamIndex, asked, cut));
    }
    return { units, streams, problems: [], ...this.#held() };
  }

  /** Whether it can go on with this load. @throws {ConnectorError} `snapshot_lost` if it must and can't */
  continues({ loadId, done }: PlanRequest): boolean {
    if (done.length === 0) return false;
    if (loadId === this.#loadId) return true;
    throw foreignUnits(done);
  }

  #stream(spec: StreamSpec): StreamPlanner {
    const stream = formatStreamName(spec.name);
    return this.#streams.get(stream) ?? missing(stream);
  }

  #held(): Pick<SourcePlan, 'hold' | 'lost'> {
    const { snapshot, lost, connection } = this.hold;
    if (snapshot === undefined) return {};
    return { hold: `the snapshot ${snapshot.id}, in session ${connection.processId} of the server`, lost };
  }
}

/** A plan is to be continued that this process has not made. */
export function foreignUnits(done: readonly UnitId[]): ConnectorError {
  return snapshotLost(`this process has not planned ${done.length} of the load's units that are done`);
}

function describeUnit(streamIndex: number, { id, token, bytes, rows }: StreamCut['units'][number]): Unit {
  return {
    id: { streamIndex, unit: id },
    kind: 'snapshot',
    token,
    estimate: { rows, bytes },
    bounded: true,
    after: [],
    exclusive: false,
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
