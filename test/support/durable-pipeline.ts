import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineParts } from '../../host/src/engine/context.ts';
import type { EngineOptions } from '../../host/src/engine/options.ts';
import type { RunEvent } from '../../host/src/engine/run-event.ts';
import type { RunResult } from '../../host/src/engine/types.ts';
import { runPipeline } from '../../host/src/engine/run.ts';
import { DurableStore, type StoredStream } from '../fixtures/connectors/parts/durable-store.ts';
import type { PipelineConfig } from '../../host/src/config/types.ts';
import type { Fault } from '../fixtures/connectors/parts/faults.ts';
import { type FixturePipeline, fixturePipeline, survivors } from './fixture-pipeline.ts';

export interface DurableRun {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  /** Of the processes that the run has started. */
  readonly survivors: readonly string[];
}

export interface DurableOptions extends FixturePipeline {
  readonly sourceFaults?: readonly Fault[];
  readonly destinationFaults?: readonly Fault[];
}

/** Pauses that nobody waits for, and no luck. */
export const noPauses: Partial<EngineParts> = { pause: () => Promise.resolve(), random: () => 0.5 };

/** Tables that grow, and a destination that keeps what it is given, over several runs. */
export class DurablePipeline {
  readonly #folder = mkdtempSync(join(tmpdir(), 'rapidbyte-durable-'));
  readonly #tables: Record<string, string> = {};
  /** Steps are counted anew for each run. */
  #runs = 0;

  /** From now on the table has so many rows. */
  grow(table: string, rows: number): void {
    const file = join(this.#folder, `${table}.rows`);
    this.#tables[table] = file;
    writeFileSync(file, String(rows));
  }

  /** Of a source that is held back while this file is there. */
  closeGate(): string {
    const file = join(this.#folder, 'gate');
    writeFileSync(file, '');
    return file;
  }

  openGate(): void {
    rmSync(join(this.#folder, 'gate'));
  }

  config({ sourceFaults, destinationFaults, ...options }: DurableOptions = {}): PipelineConfig {
    const run = ++this.#runs;
    const faults = (side: string, list: readonly Fault[] = []) => ({
      faults: list.map((fault) => ({ ...fault })),
      steps: join(this.#folder, `${side}-${run}.steps`),
    });
    return fixturePipeline({
      source: 'growing-tables',
      destination: 'durable',
      writeMode: 'append',
      selection: incremental,
      ...options,
      sourceConfig: {
        tables: this.#tables,
        acks: join(this.#folder, 'acks'),
        ...faults('source', sourceFaults),
        ...options.sourceConfig,
      },
      destinationConfig: {
        file: join(this.#folder, 'store'),
        ...faults('destination', destinationFaults),
        ...options.destinationConfig,
      },
    });
  }

  async run(
    options: DurableOptions = {},
    engine: EngineOptions = {},
    parts: Partial<EngineParts> = noPauses,
  ): Promise<DurableRun> {
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => {
      events.push(event);
      engine.onEvent?.(event);
    };
    const result = await runPipeline(this.config(options), { ...engine, onEvent }, parts);
    return { result, events, survivors: survivors(events) };
  }

  /** What the destination keeps of a table. */
  stored(table = 'numbers'): StoredStream {
    const stream = new DurableStore(join(this.#folder, 'store')).read()[table];
    if (stream === undefined) throw new Error(`nothing is stored of ${table}`);
    return stream;
  }

  /** The ids that are to be seen, sorted. */
  rows(table = 'numbers'): readonly number[] {
    return this.stored(table).rows.toSorted((a, b) => a - b);
  }

  /** `numbers 1` for each checkpoint that the source was told of. */
  acks(): readonly string[] {
    try {
      return readFileSync(join(this.#folder, 'acks'), 'utf8').trimEnd().split('\n');
    } catch {
      return [];
    }
  }

  /** The destination has lost all that it has kept. */
  forgetEverything(): void {
    rmSync(join(this.#folder, 'store'), { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export const incremental = { syncMode: 'incremental', cursor: { column: 'id', nulls: 'refuse' } } as const;

export const upTo = (rows: number): readonly number[] => Array.from({ length: rows }, (_, id) => id);
