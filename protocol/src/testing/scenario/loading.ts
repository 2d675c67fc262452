import type { Setting } from '../../model/knob.ts';
import type { BegunStream, Receipt } from '../../model/load.ts';
import type { StreamOffer, StreamSpec, WriteMode } from '../../model/stream.ts';
import type { Bench } from '../bench.ts';
import { askProbe } from '../driver/probe.ts';
import type { Subject } from '../driver/subject.ts';
import { type AnswerTo, ask, answersTo, type MessageOf, type Outcome } from '../driver/talk.ts';
import { NotReached } from '../verdict.ts';
import { DestinationSession } from './destination-session.ts';
import { numbersColumns, numbersSchema, type Range } from './numbers.ts';
import { contextOf, wholeUnit } from './stream.ts';

/** Where all streams of the suite are. */
const namespace = 'rapidbyte_conformance';

export function offerOf(name: string, writeMode: WriteMode): StreamOffer {
  const spec: StreamSpec = {
    name: { namespace, name },
    syncMode: 'full_refresh',
    writeMode,
    columns: numbersColumns,
    key: ['id'],
    arrowSchema: new Uint8Array(0),
    estimate: { rows: 1000, bytes: 20_000 },
  };
  return { spec, variants: [{ encoding: 'canonical', arrowSchema: numbersSchema }] };
}

/** Append where it is there, else replace: a load of a new stream shows the same rows. @throws NotReached */
export async function plainWriteMode(bench: Bench): Promise<WriteMode> {
  const { writeModes } = await bench.spec();
  const mode = (['append', 'replace'] as const).find((each) => writeModes.includes(each));
  if (mode === undefined) throw new NotReached('the destination has neither append nor replace');
  return mode;
}

export interface LoadOptions {
  readonly subject?: Subject;
  /** Of the stream; a new one if not said. */
  readonly name?: string;
  readonly loadId?: string;
  readonly writeMode?: WriteMode;
}

/** A load of one stream, step by step. */
export class Load {
  readonly subject: Subject;
  readonly spec: StreamSpec;
  readonly loadId: string;
  readonly begun: BegunStream;
  /** What Check has said about the stream. */
  readonly answer: MessageOf<'checked'>['streams'][number];
  readonly #bench: Bench;

  private constructor(
    bench: Bench,
    subject: Subject,
    spec: StreamSpec,
    loadId: string,
    begun: BegunStream,
    answer: Load['answer'],
  ) {
    this.#bench = bench;
    this.subject = subject;
    this.spec = spec;
    this.loadId = loadId;
    this.begun = begun;
    this.answer = answer;
  }

  /** Check, then Begin, which takes over what may be under way. @throws NotReached */
  static async begin(bench: Bench, options: LoadOptions = {}): Promise<Load> {
    const subject = options.subject ?? (await bench.configured()).subject;
    const writeMode = options.writeMode ?? (await plainWriteMode(bench));
    const offer = offerOf(options.name ?? bench.freshName('t'), writeMode);
    const [checked] = await answersTo(subject, { type: 'check', streams: [offer] }, bench.patience.answerMs);
    const problem = checked.problems.find(({ severity }) => severity === 'error');
    const [answer] = checked.streams;
    if (problem !== undefined || answer === undefined)
      throw new NotReached(`Check refuses the stream: ${problem?.message ?? 'no answer for it'}`);
    const spec = { ...offer.spec, arrowSchema: answer.arrowSchema };
    const loadId = options.loadId ?? bench.freshName('load');
    const request = {
      type: 'begin',
      loadId,
      streams: [spec],
      takeOver: true,
      holder: 'rapidbyte conformance',
    } as const;
    const [{ streams }] = await answersTo(subject, request, bench.patience.answerMs);
    const [begun] = streams;
    if (begun === undefined) throw new NotReached('Begun has no answer for the stream');
    return new Load(bench, subject, spec, loadId, begun, answer);
  }

  /** The same load of the same stream once more, in this process or another. @throws NotReached */
  again(options: { readonly subject?: Subject; readonly loadId?: string } = {}): Promise<Load> {
    const { name, writeMode } = { name: this.spec.name.name, writeMode: this.spec.writeMode };
    return Load.begin(this.#bench, { name, writeMode, loadId: this.loadId, ...options });
  }

  open(id: number, unit = `u${id}`, overrides: readonly Setting[] = []): DestinationSession {
    const context = contextOf(this.spec, this.loadId, wholeUnit(unit), { epochs: [this.begun.epoch], overrides });
    return DestinationSession.open(this.#bench, this.subject, id, context);
  }

  /** One unit, from Open to Finished. @throws NotReached */
  async writeUnit(
    id: number,
    ranges: readonly Range[],
    unit?: string,
    overrides?: readonly Setting[],
  ): Promise<Receipt> {
    const session = this.open(id, unit, overrides);
    await session.opened();
    session.schema();
    await session.write(...ranges);
    const { receipt } = await session.commit();
    await session.finish();
    return receipt;
  }

  publish(
    receipts: readonly Receipt[],
    change: { readonly epoch?: number; readonly loadId?: string; readonly subject?: Subject } = {},
  ): Promise<Outcome<AnswerTo<'publish'>>> {
    const { spec, loadId } = this;
    const request = {
      type: 'publish',
      loadId: change.loadId ?? loadId,
      streams: [spec],
      epochs: [change.epoch ?? this.begun.epoch],
      receipts,
    } as const;
    return ask(change.subject ?? this.subject, request, this.#bench.patience.answerMs);
  }

  /** @throws NotReached */
  async published(receipts: readonly Receipt[], subject = this.subject): Promise<AnswerTo<'publish'>> {
    const outcome = await this.publish(receipts, { subject });
    if (outcome.kind === 'answered') return outcome.answers[0];
    throw new NotReached(`publish was refused: ${outcome.error.message} (${outcome.error.code})`);
  }

  /** What is visible of the stream, a line for each row. @throws NotReached without a probe */
  visible(): Promise<readonly string[]> {
    return askProbe(this.#bench.options, this.spec.name, this.#bench.patience.answerMs);
  }
}

/** A new load with one session open, and its schema sent. @throws NotReached */
export async function openLoad(bench: Bench) {
  const load = await Load.begin(bench);
  const session = load.open(1);
  const opened = await session.opened();
  session.schema();
  return { subject: load.subject, load, session, opened };
}

export interface PlainLoad {
  readonly load: Load;
  readonly session: DestinationSession;
  readonly ranges: readonly Range[];
}

/** One unit with two checkpoints, up to Finished, not published: what clauses about sessions look at. @throws NotReached */
export function plainLoad(bench: Bench): Promise<PlainLoad> {
  return bench.shared('a plain load', async () => {
    const { load, session } = await openLoad(bench);
    const ranges = [
      { from: 1, rows: 100 },
      { from: 101, rows: 50 },
      { from: 151, rows: 25 },
    ];
    await session.write(...ranges.slice(0, 2));
    await session.commit();
    await session.write(...ranges.slice(2));
    await session.commit();
    await session.finish();
    return { load, session, ranges };
  });
}
