import type { RunEvent, StreamProgress } from '../engine/run-event.ts';
import type { Line, Output } from './output.ts';
import { decidedText, triedText } from './render/autotune.ts';
import { logLines } from './render/log.ts';
import { retryLines } from './render/retry.ts';
import { problemLines, type PipelineFile } from './render/problem.ts';
import { countOf, formatBytes, formatCount, formatSeconds } from './render/quantity.ts';

/** How often the state of a run is told where no terminal shows it live. */
const plainIntervalMs = 5_000;

export interface ProgressOptions {
  readonly pipeline: PipelineFile;
  /** Shows every log line of the connectors, not only warnings and errors. */
  readonly debug: boolean;
  /** With `--json`: what a terminal shows live is left out. */
  readonly quiet: boolean;
  readonly now?: () => number;
}

/** Shows a run while it goes on: a block that is redrawn on a terminal, lines elsewhere. */
export class ProgressDisplay {
  readonly #output: Output;
  readonly #options: ProgressOptions;
  readonly #now: () => number;
  readonly #startedMs: number;
  #lastPlainMs: number;
  /** What the tuner does, or has done. */
  #tuning: string | null = null;

  constructor(output: Output, options: ProgressOptions) {
    this.#output = output;
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#startedMs = this.#now();
    this.#lastPlainMs = this.#startedMs;
  }

  readonly onEvent = (event: RunEvent): void => {
    switch (event.type) {
      case 'connector_log':
        this.#output.note(...logLines(event, this.#options.debug));
        break;
      case 'warning':
        this.#output.note(...problemLines(event.problem, this.#options.pipeline));
        break;
      case 'retrying':
        this.#output.note(...retryLines(event));
        break;
      case 'stopping':
        this.#output.note([
          { text: 'stopping', style: 'yellow' },
          ` (at the next commit, within ${formatSeconds(event.timeoutMs / 1000)}); once more to end at once`,
        ]);
        break;
      case 'cancelling':
        this.#output.note([{ text: 'stopping', style: 'yellow' }, ` (${event.reason}); once more to end at once`]);
        break;
      case 'run_finished':
        this.#output.live([]);
        break;
      default:
        if (!this.#options.quiet) this.#progress(event);
    }
  };

  #progress(event: RunEvent): void {
    if (event.type === 'progress') {
      const state = { ...event, elapsedSeconds: this.#elapsed, tuning: this.#tuning };
      if (this.#output.canDrawLive) this.#output.live(liveLines(state, this.#output.terminalRows));
      else this.#plain(state);
    } else if (event.type === 'autotune_window') {
      this.#tuning = `tuning: ${triedText(event)}`;
    } else if (event.type === 'autotune_skipped') {
      this.#tuning = null;
    } else if (event.type === 'autotune_decision') {
      this.#tuning = `tuned: ${decidedText(event.record)}`;
      if (!this.#output.canDrawLive) this.#output.note([`${event.stream} ${this.#tuning}`]);
    } else if (event.type === 'stream_planned' && !this.#output.canDrawLive) {
      const rows = event.estimatedRows > 0 ? `, about ${countOf(event.estimatedRows, 'row')}` : '';
      const units = event.units > 1 ? `, in ${countOf(event.units, 'unit')}` : '';
      const from = event.isContinuing ? ', from where it stands' : '';
      const whole = event.wholeBecause === undefined ? '' : `; not cut: ${event.wholeBecause}`;
      this.#output.note([`${event.stream} → ${event.target}${rows}${units}${from}${whole}`]);
    } else if (event.type === 'leftovers_dropped') {
      this.#output.note([`${event.stream}: dropped what an earlier load had left behind: ${event.items.join(', ')}`]);
    } else if (event.type === 'publish_started') {
      this.#output.live([]);
      this.#output.note([`all rows are loaded; publishing ${countOf(event.streams.length, 'stream')}`]);
    }
  }

  #plain(state: ProgressState): void {
    const now = this.#now();
    if (now - this.#lastPlainMs < plainIntervalMs) return;
    this.#lastPlainMs = now;
    this.#output.note(totals(state));
  }

  get #elapsed(): number {
    return (this.#now() - this.#startedMs) / 1000;
  }
}

/** What is shown of a run at a moment. */
export interface ProgressState extends Pick<Extract<RunEvent, { type: 'progress' }>, 'streams' | 'bottleneck'> {
  readonly elapsedSeconds: number;
  readonly tuning: string | null;
}

/** One line a running stream, as many as fit, the totals, and what the tuner does. */
export function liveLines(state: ProgressState, rows: number): readonly Line[] {
  const running = state.streams.filter((stream) => stream.state === 'running');
  const tuning: readonly Line[] = state.tuning === null ? [] : [[{ text: `  ${state.tuning}`, style: 'dim' }]];
  const room = Math.max(1, rows - 4 - tuning.length);
  const shown = running.slice(0, room);
  const hidden = running.length - shown.length;
  return [
    ...shown.map(streamLine),
    ...(hidden > 0 ? [[{ text: `  and ${formatCount(hidden)} more`, style: 'dim' } as const]] : []),
    totals(state),
    ...tuning,
  ];
}

function streamLine(stream: StreamProgress): Line {
  const share = stream.estimatedRows > 0 ? Math.min(99, Math.floor((100 * stream.rows) / stream.estimatedRows)) : null;
  return [
    { text: (share === null ? '' : `${share}%`).padStart(5), style: 'cyan' },
    `  ${formatCount(stream.rows).padStart(13)} rows  ${formatBytes(stream.bytesPerSecond).padStart(10)}/s  `,
    { text: stream.stream, style: 'bold' },
  ];
}

function totals({ streams, bottleneck, elapsedSeconds }: ProgressState): Line {
  const sum = (pick: (stream: StreamProgress) => number) => streams.reduce((total, stream) => total + pick(stream), 0);
  const done = streams.filter((stream) => stream.state === 'done').length;
  const bound = bottleneck === null || bottleneck.side === 'unknown' ? '' : `, ${bottleneck.text}`;
  return [
    `${formatSeconds(elapsedSeconds)}: ${done} of ${countOf(streams.length, 'stream')} read, `,
    `${countOf(
      sum((stream) => stream.rows),
      'row',
    )}, ${formatBytes(sum((stream) => stream.bytes))}`,
    `, ${formatBytes(Math.round(sum((stream) => stream.bytesPerSecond)))}/s${bound}`,
  ];
}
