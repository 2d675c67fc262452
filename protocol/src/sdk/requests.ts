import { ConnectorError, type Problem } from '../error.ts';
import type { DiscoveredStream, DiscoverRequest } from '../model/stream.ts';
import type { ForgetRequest, Plan, PlanRequest, Unit } from '../model/load.ts';
import type { ConnectorMessage, HostMessage } from '../model/message.ts';
import { protocolError } from '../wire/malformed.ts';
import type { Destination } from './destination.ts';
import type { Environment } from './environment.ts';
import type { Source } from './source.ts';

export type RequestType =
  'spec' | 'configure' | 'check' | 'discover' | 'plan' | 'begin' | 'publish' | 'forget' | 'release';

export type Request = Extract<HostMessage, { readonly type: RequestType }>;

/** Answers that may grow are cut at about this many bytes, far below every frame limit. */
const answerBytes = 256 * 1024;

/** DESIGN: a unit's token travels in every Open and is kept in the host's state. */
const maxTokenBytes = 64 * 1024;

export type ActiveRole =
  | { readonly role: 'source'; readonly source: Source }
  | { readonly role: 'destination'; readonly destination: Destination };

/** Answers requests of process level, one after the other. */
export class RequestHandler {
  readonly #source: Source | undefined;
  readonly #destination: Destination | undefined;
  readonly #capabilities: readonly string[];
  readonly #onHoldLost: (error: ConnectorError) => void;
  /** What Configure has chosen, once a config was taken. */
  active: ActiveRole | null = null;
  /** Counts plans and releases: the loss of what an earlier plan held is no news. */
  #plans = 0;

  /** @param onHoldLost is told if what a plan holds is lost before Release */
  constructor(
    source: Source | undefined,
    destination: Destination | undefined,
    capabilities: readonly string[],
    onHoldLost: (error: ConnectorError) => void,
  ) {
    this.#source = source;
    this.#destination = destination;
    this.#capabilities = capabilities;
    this.#onHoldLost = onHoldLost;
  }

  /** The answer, in one message or, for lists, several. */
  async *answer(request: Request): AsyncGenerator<ConnectorMessage> {
    switch (request.type) {
      case 'spec':
        yield await this.#spec(this.#pick(request.role));
        break;
      case 'configure':
        yield { type: 'configured', problems: await this.#configure(request) };
        break;
      case 'check': {
        const active = this.#configured();
        if (active.role === 'source') yield { type: 'checked', streams: [], ...(await active.source.check()) };
        else yield { type: 'checked', ...(await active.destination.check(request.streams)) };
        break;
      }
      case 'discover':
        yield* discovered(this.#asSource(request.type), request);
        break;
      case 'plan':
        yield* this.#planned(this.#asSource(request.type), request);
        break;
      case 'release':
        this.#plans++;
        await this.#asSource(request.type).release?.();
        yield { type: 'released' };
        break;
      case 'begin': {
        const streams = await this.#asDestination(request.type).begin(request);
        yield { type: 'begun', streams: onePerStream('begin', streams, request.streams.length) };
        break;
      }
      case 'publish': {
        const streams = await this.#asDestination(request.type).publish(request);
        yield { type: 'published', streams: onePerStream('publish', streams, request.streams.length) };
        break;
      }
      case 'forget': {
        if (request.forgetPosition === true) {
          yield await forgetPositions(this.#asDestination(request.type), request);
          break;
        }
        const active = this.#configured();
        await (active.role === 'source' ? active.source : active.destination).forget?.(request);
        yield { type: 'forgotten' };
        break;
      }
    }
  }

  async *#planned(source: Source, request: PlanRequest): AsyncGenerator<ConnectorMessage> {
    if (source.plan === undefined) return yield* planAnswers(wholeStreams(request));
    const { lost, ...plan } = await source.plan(request);
    const current = ++this.#plans;
    const watch = async (loss: Promise<ConnectorError>): Promise<void> => {
      const error = await loss;
      if (current === this.#plans) this.#onHoldLost(error);
    };
    if (lost !== undefined) void watch(lost);
    yield* planAnswers(plan);
  }

  async #spec(active: ActiveRole): Promise<ConnectorMessage> {
    const connector = active.role === 'source' ? active.source : active.destination;
    const { configSchema: schema } = connector;
    return {
      type: 'spec',
      configSchema: JSON.stringify(typeof schema === 'function' ? await schema() : schema),
      documentationUrl: connector.documentationUrl ?? '',
      syncModes: active.role === 'source' ? active.source.syncModes : [],
      writeModes: active.role === 'destination' ? active.destination.writeModes : [],
    };
  }

  async #configure(request: Extract<Request, { type: 'configure' }>): Promise<readonly Problem[]> {
    const active = this.#pick(request.role);
    const environment: Environment = {
      pipeline: request.pipeline,
      memoryLimitBytes: request.memoryLimitBytes,
      capabilities: this.#capabilities,
    };
    const connector = active.role === 'source' ? active.source : active.destination;
    const problems = await connector.configure(parseConfig(request.config), environment);
    if (!problems.some(({ severity }) => severity === 'error')) this.active = active;
    return problems;
  }

  #pick(role: 'source' | 'destination'): ActiveRole {
    if (role === 'source' && this.#source) return { role, source: this.#source };
    if (role === 'destination' && this.#destination) return { role, destination: this.#destination };
    throw protocolError('wrong_role', `this connector is no ${role}`);
  }

  #configured(): ActiveRole {
    if (this.active === null) throw protocolError('not_configured', 'a request that needs a config came before it');
    return this.active;
  }

  #asSource(request: string): Source {
    const active = this.#configured();
    if (active.role === 'source') return active.source;
    throw protocolError('wrong_role', `${request} is a request to a source, this process is a destination`);
  }

  #asDestination(request: string): Destination {
    const active = this.#configured();
    if (active.role === 'destination') return active.destination;
    throw protocolError('wrong_role', `${request} is a request to a destination, this process is a source`);
  }
}

/** JSON.parse quotes its input in its errors, and this input holds secrets (Invariant 8). */
function parseConfig(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw protocolError('malformed_message', 'configure.config: not valid JSON');
  }
}

async function forgetPositions(destination: Destination, { streams }: ForgetRequest): Promise<ConnectorMessage> {
  if (destination.forgetPosition === undefined) {
    throw protocolError('unexpected_message', 'this destination has not named the capability forget_position');
  }
  let positionsDropped = 0;
  for (const { name } of streams) if (await destination.forgetPosition(name)) positionsDropped++;
  return { type: 'forgotten', positionsDropped };
}

function onePerStream<T>(method: string, answers: readonly T[], streams: number): readonly T[] {
  if (answers.length === streams) return answers;
  throw new ConnectorError({
    code: 'answer_invalid',
    category: 'internal',
    message: `${method} has answered for ${answers.length} of ${streams} streams`,
  });
}

async function* discovered(source: Source, request: DiscoverRequest): AsyncGenerator<ConnectorMessage> {
  let streams: DiscoveredStream[] = [];
  let bytes = 0;
  for await (const stream of source.discover(request)) {
    streams.push(stream);
    bytes += discoveredBytes(stream);
    if (bytes < answerBytes) continue;
    yield { type: 'discovered', streams, last: false };
    streams = [];
    bytes = 0;
  }
  yield { type: 'discovered', streams, last: true };
}

function discoveredBytes({ columns, variants }: DiscoveredStream): number {
  const perColumn = columns.reduce((sum, column) => sum + 32 + (column.nativeDefinition?.length ?? 0), 0);
  return 200 + perColumn + variants.reduce((sum, variant) => sum + variant.arrowSchema.length, 0);
}

function* planAnswers(plan: Plan): Generator<ConnectorMessage> {
  let units: Unit[] = [];
  let bytes = 0;
  for (const unit of plan.units) {
    if (unit.token.length > maxTokenBytes) {
      throw new ConnectorError({
        code: 'answer_invalid',
        category: 'internal',
        message: `the token of unit ${unit.id.unit} has ${unit.token.length} bytes; at most ${maxTokenBytes} are allowed`,
      });
    }
    units.push(unit);
    bytes += 100 + unit.token.length;
    if (bytes < answerBytes) continue;
    yield { type: 'planned', units, problems: [], last: false };
    units = [];
    bytes = 0;
  }
  yield { ...plan, type: 'planned', units, last: true };
}

/** The plan of a source that cuts nothing: each stream is one unit. */
function wholeStreams({ streams, done }: PlanRequest): Plan {
  const units = streams.map(({ estimate }, streamIndex): Unit => ({
    id: { streamIndex, unit: '0' },
    kind: 'snapshot',
    token: new Uint8Array(0),
    estimate,
    bounded: true,
    after: [],
    exclusive: false,
  }));
  const isDone = (unit: Unit): boolean =>
    done.some(({ streamIndex, unit: id }) => streamIndex === unit.id.streamIndex && id === unit.id.unit);
  return { units: units.filter((unit) => !isDone(unit)), problems: [] };
}
