import type { Setting } from '../../model/knob.ts';
import type { BegunStream, Position, Receipt } from '../../model/load.ts';
import type { StreamContext } from '../../model/session.ts';
import type { StreamOffer, StreamSpec, SyncMode, WriteMode } from '../../model/stream.ts';
import type { Bench } from '../bench.ts';
import { runShell } from '../driver/shell.ts';
import type { Subject } from '../driver/subject.ts';
import { type AnswerTo, ask, answersTo, type MessageOf, type Outcome } from '../driver/talk.ts';
import { NotReached } from '../verdict.ts';
import { DestinationSession } from './destination-session.ts';
import { numbersColumns, numbersSchema, type Range } from './numbers.ts';
import { contextOf, wholeUnit } from './stream.ts';

/** Where all streams of the suite are. */
const namespace = 'rapidbyte_conformance';

export function offerOf(name: string, writeMode: WriteMode, syncMode: SyncMode = 'full_refresh'): StreamOffer {
  const spec: StreamSpec = {
    name: { namespace, name },
    syncMode,
    writeMode,
    ...(syncMode === 'incremental' ? { cursor: { column: 'id', nulls: 'refuse' } as const } : {}),
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
  readonly syncMode?: SyncMode;
  /** Whether a load that is under way is fenced off; true if not said. */
  readonly takeOver?: boolean;
}

const holder = 'rapidbyte conformance';

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
    const offer = offerOf(options.name ?? bench.freshName('t'), writeMode, options.syncMode);
    const [checked] = await answersTo(subject, { type: 'check', streams: [offer] }, bench.patience.answerMs);
    const problem = checked.problems.find(({ severity }) => severity === 'error');
    const [answer] = checked.streams;
    if (problem !== undefined || answer === undefined)
      throw new NotReached(`Check refuses the stream: ${problem?.message ?? 'no answer for it'}`);
    const spec = { ...offer.spec, arrowSchema: answer.arrowSchema };
    const loadId = options.loadId ?? bench.freshName('load');
    const request = { type: 'begin', loadId, streams: [spec], takeOver: options.takeOver ?? true, holder } as const;
    const [{ streams }] = await answersTo(subject, request, bench.patience.answerMs);
    const [begun] = streams;
    if (begun === undefined) throw new NotReached('Begun has no answer for the stream');
    return new Load(bench, subject, spec, loadId, begun, answer);
  }

  /** The same load of the same stream once more, in this process or another. @throws NotReached */
  again(options: { readonly subject?: Subject; readonly loadId?: string } = {}): Promise<Load> {
    const { name, writeMode, syncMode } = this.spec;
    return Load.begin(this.#bench, { name: name.name, writeMode, syncMode, loadId: this.loadId, ...options });
  }

  /** Another load of the same stream, in a process of its own. @throws NotReached */
  async next(): Promise<Load> {
    return this.again({ loadId: this.#bench.freshName('load'), subject: (await this.#bench.configured()).subject });
  }

  /** What another process gets that begins another load of the stream, and takes over only if it is told to. @throws NotReached */
  beginElsewhere(
    subject: Subject,
    change: { readonly takeOver?: boolean; readonly holder?: string; readonly loadId?: string } = {},
  ): Promise<Outcome<AnswerTo<'begin'>>> {
    const loadId = this.#bench.freshName('load');
    const request = { type: 'begin', loadId, streams: [this.spec], takeOver: false, holder, ...change } as const;
    return ask<'begin'>(subject, request, this.#bench.patience.answerMs);
  }

  open(
    id: number,
    unit = `u${id}`,
    overrides: readonly Setting[] = [],
    change: Partial<StreamContext> = {},
    subject = this.subject,
  ): DestinationSession {
    const epochs = [this.begun.epoch];
    const context = contextOf(this.spec, this.loadId, wholeUnit(unit), { epochs, overrides, ...change });
    return DestinationSession.open(this.#bench, subject, id, context);
  }

  /** The one unit of a stream that goes on from here. */
  goOn(id: number, from: Position): DestinationSession {
    const unit = { ...wholeUnit('increment'), exclusive: true };
    return this.open(id, '', [], { unit, resume: [{ streamIndex: 0, position: from }] });
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
    change: { readonly epoch?: number; readonly subject?: Subject; readonly position?: Position } = {},
  ): Promise<Outcome<AnswerTo<'publish'>>> {
    const { spec, loadId } = this;
    const request = {
      type: 'publish',
      loadId,
      streams: [spec],
      epochs: [change.epoch ?? this.begun.epoch],
      receipts,
      positions: change.position === undefined ? [] : [{ streamIndex: 0, position: change.position }],
    } as const;
    return ask<'publish'>(change.subject ?? this.subject, request, this.#bench.patience.answerMs);
  }

  /** @throws NotReached */
  async published(receipts: readonly Receipt[], position?: Position): Promise<AnswerTo<'publish'>> {
    const outcome = await this.publish(receipts, position === undefined ? {} : { position });
    if (outcome.kind === 'answered') return outcome.answers[0];
    throw new NotReached(`publish was refused: ${outcome.error.message} (${outcome.error.code})`);
  }

  /** What is visible of the stream, a line for each row. @throws NotReached without a probe */
  async visible(): Promise<readonly string[]> {
    const { probe, workingDirectory } = this.#bench.options;
    if (probe === undefined)
      throw new NotReached('only what is visible in the destination can show it: give a --probe-cmd that prints it');
    const { answerMs: timeoutMs } = this.#bench.patience;
    const printed = await runShell(probe, { what: 'probe', workingDirectory, stream: this.spec.name, timeoutMs });
    const lines = printed.split('\n').filter((line) => line !== '');
    return lines.sort();
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
