import { ConnectorError } from '../error.ts';
import type { StreamPosition } from '../model/load.ts';
import type { StreamContext } from '../model/session.ts';
import { CreditBalance } from './credit.ts';
import { aborted, settingsInEffect, type OpenSession, type SessionHost } from './session.ts';
import { SourceOutputQueue } from './source-output.ts';
import type { Source, SourceSession } from './source.ts';
import { StatsReporter } from './stats.ts';

/** Runs one source session: open, schemas, read, the last checkpoint, Done. */
export class RunningSourceSession implements OpenSession {
  readonly id: number;
  readonly closed: Promise<void>;
  ended = false;
  readonly #host: SessionHost;
  readonly #context: StreamContext;
  readonly #credit = new CreditBalance();
  readonly #abort = new AbortController();
  readonly #stop = new AbortController();
  readonly #output: SourceOutputQueue;
  readonly #stats: StatsReporter;
  #session: SourceSession | null = null;

  constructor(id: number, context: StreamContext, source: Source, host: SessionHost) {
    this.id = id;
    this.#host = host;
    this.#context = context;
    this.#output = new SourceOutputQueue(id, context, host, this.#credit, this.#abort.signal, this.#stop.signal);
    this.#stats = new StatsReporter(id, host, () => this.#output.figures());
    this.closed = this.#run(source);
  }

  async #run(source: Source): Promise<void> {
    try {
      const session = await source.open(this.#context, this.#abort.signal);
      this.#session = session;
      await this.#begin(source, session);
      await session.read(this.#output);
      await this.#output.finish();
      this.#abort.signal.throwIfAborted();
      await this.#stats.finish();
      this.#abort.signal.throwIfAborted();
      const { rows, bytes } = this.#output.figures();
      const stopped = this.#stop.signal.aborted;
      this.ended = true;
      await this.#host.channel.send({ type: 'done', session: this.id, rows, bytes, stopped });
    } catch (error) {
      // After an abort nothing of the session is sent, whatever its end looks like.
      const wasAborted = this.#abort.signal.aborted;
      this.abort('the session has failed');
      if (!wasAborted) this.#host.report(this.id, ConnectorError.from(error));
    } finally {
      await this.#session?.close().catch((error: unknown) => this.#host.report(-1, ConnectorError.from(error)));
    }
  }

  async #begin(source: Source, session: SourceSession): Promise<void> {
    this.#abort.signal.throwIfAborted();
    const settings = settingsInEffect(session.settings, source.knobs ?? [], this.#context.overrides);
    await this.#host.channel.send({ type: 'opened', session: this.id, settings, creditBytes: 0 });
    for (const [streamIndex, { arrowSchema }] of this.#context.streams.entries()) {
      await this.#host.channel.send({
        type: 'stream_schema',
        session: this.id,
        streamIndex,
        schemaEpoch: 0,
        arrowSchema,
      });
    }
  }

  data(): void {
    this.#host.fatal(
      new ConnectorError({
        code: 'unexpected_message',
        category: 'protocol',
        message: `data for session ${this.id}, which is a source's`,
      }),
    );
  }

  credit(bytes: number): void {
    this.#credit.grant(bytes);
  }

  ack(checkpointId: number, positions: readonly StreamPosition[]): void {
    this.#session?.ack?.(checkpointId, positions);
  }

  stop(reason: string): void {
    this.#stop.abort(aborted(reason));
  }

  abort(reason: string): void {
    this.ended = true;
    this.#stats.stop();
    this.#abort.abort(aborted(reason));
    this.#stop.abort(aborted(reason));
  }
}
