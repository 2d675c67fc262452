import type { Role, Welcome } from '../model/handshake.ts';
import type { HostMessage } from '../model/message.ts';
import { frameLimit, maxVersion, minVersion } from '../wire/limits.ts';
import { Subject } from './driver/subject.ts';
import { answersTo, type MessageOf } from './driver/talk.ts';
import { type ConformanceOptions, patience, type Patience } from './options.ts';
import { Inapplicable, NotReached } from './verdict.ts';
import { seededRandom } from './random.ts';

export type Hello = Extract<HostMessage, { readonly type: 'hello' }>;
type Configure = Extract<HostMessage, { readonly type: 'configure' }>;

/** What clauses work with: they start processes here, and share what takes long. */
export class Bench {
  readonly options: ConformanceOptions;
  readonly role: Role;
  readonly patience: Patience;
  readonly random: (limit: number) => number;
  /** Every process so far, with all that it has said. */
  readonly subjects: Subject[] = [];
  /** JSON text; another one after the stream has grown, where the connector learns of it so. */
  config: string;
  readonly #shared = new Map<string, Promise<unknown>>();
  #counter = 0;

  constructor(options: ConformanceOptions) {
    this.options = options;
    this.role = options.role;
    this.config = options.config;
    this.patience = { ...patience, ...options.patience };
    this.random = seededRandom(options.seed);
  }

  /** Names that no other clause and no other run uses. */
  freshName(what: string): string {
    return `${what}_${this.options.seed.toString(36)}_${++this.#counter}`;
  }

  start(): Subject {
    this.options.signal?.throwIfAborted();
    const subject = new Subject(this.options);
    this.subjects.push(subject);
    return subject;
  }

  hello(change: Partial<Hello> = {}): Hello {
    const host = { name: 'rapidbyte-conformance', version: '1' };
    return { type: 'hello', minVersion, maxVersion, host, maxFrameBytes: 0, capabilities: [], ...change };
  }

  configure(change: Partial<Configure> = {}): Configure {
    return {
      type: 'configure',
      role: this.role,
      config: this.config,
      pipeline: 'conformance',
      memoryLimitBytes: 0,
      ...change,
    };
  }

  /** Says Hello and waits for Welcome. @throws NotReached */
  async greet(subject: Subject, change: Partial<Hello> = {}): Promise<Welcome> {
    const hello = this.hello(change);
    const [welcome] = await answersTo(subject, hello, this.patience.answerMs);
    subject.agreedFrameBytes = Math.min(frameLimit(hello.maxFrameBytes), welcome.maxFrameBytes);
    return welcome;
  }

  /** A process that has been greeted. @throws NotReached */
  async greeted(change: Partial<Hello> = {}): Promise<{ subject: Subject; welcome: Welcome }> {
    // A connector that does not even get here is asked once, not by every clause anew.
    await this.shared('a process that answers Hello', async () => this.greet(this.start()));
    const subject = this.start();
    return { subject, welcome: await this.greet(subject, change) };
  }

  /** A process that has taken the config. @throws NotReached */
  async configured(change: Partial<Hello> = {}): Promise<{ subject: Subject; welcome: Welcome }> {
    await this.shared('a process that takes the config', async () => this.#configure((await this.greeted()).subject));
    const greeted = await this.greeted(change);
    await this.#configure(greeted.subject);
    return greeted;
  }

  /** What the connector says of itself. @throws NotReached */
  welcome(): Promise<Welcome> {
    return this.shared('welcome', async () => (await this.greeted()).welcome);
  }

  /** @throws NotReached */
  spec(): Promise<MessageOf<'spec'>> {
    return this.shared('spec', async () => {
      const { subject } = await this.greeted();
      const [spec] = await answersTo(subject, { type: 'spec', role: this.role }, this.patience.answerMs);
      return spec;
    });
  }

  /** @throws Inapplicable if the connector has none of these */
  async knobs() {
    const { knobs } = await this.welcome();
    if (knobs.length === 0) throw new Inapplicable('the connector declares no knobs');
    return knobs;
  }

  /** Does something once, for all clauses that need it; what it throws, all of them get. */
  shared<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const known = this.#shared.get(name) as Promise<Result> | undefined;
    if (known !== undefined) return known;
    const result = work();
    result.catch(() => {});
    this.#shared.set(name, result);
    return result;
  }

  /** Ends every process that is still there. */
  async close(): Promise<void> {
    await Promise.all(this.subjects.map((subject) => subject.kill()));
  }

  async #configure(subject: Subject): Promise<void> {
    const [{ problems }] = await answersTo(subject, this.configure(), this.patience.answerMs);
    const error = problems.find(({ severity }) => severity === 'error');
    if (error !== undefined) throw new NotReached(`the config was not taken: ${error.path ?? ''} ${error.message}`);
  }
}
