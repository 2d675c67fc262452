import type { KnobValue } from '../knob.ts';
import { firstCandidates, furtherCandidate } from '../candidates.ts';
import type { Controller } from '../controller.ts';
import { baselineSettings, knobId, settingsKey, withValue } from '../settings.ts';
import type { KnobSettings, Observation, Step, TunableKnob } from '../types.ts';

/** A make-believe load: how fast it is with which settings. */
export interface Surface {
  /** Without noise and drift. */
  bytesPerSecond(settings: KnobSettings): number;
  readonly bytesPerRow: number;
  /** Standard deviation of a window of half a second; half of its variance falls with the window's length. */
  readonly noise: number;
  /** Factor on all rates at a time. */
  drift(seconds: number): number;
  readonly changeOverSeconds: number;
  /** Shares of the time of a session. */
  readonly waits: Observation['waits'];
  readonly cpuPerSession: number;
  /** Reason why settings fail, if they do. */
  fails?(settings: KnobSettings): string | null;
  memoryBytes?(settings: KnobSettings): number;
}

export interface Played {
  readonly locked: Extract<Step, { kind: 'locked' }>;
  readonly measured: readonly KnobSettings[];
  readonly failures: readonly KnobSettings[];
  readonly seconds: number;
  readonly rows: number;
}

/** How often the engine looks at the clock: a window can't be shorter. */
export const lookSeconds = 0.02;

/**
 * Lets a controller tune a surface to the end.
 * @param mostRows what the probe may move: a window is cut there, as the engine does it
 */
export function play(controller: Controller, surface: Surface, random: () => number, mostRows = Infinity): Played {
  const measured: KnobSettings[] = [];
  const failures: KnobSettings[] = [];
  let [seconds, rows] = [0, 0];
  let last: KnobSettings | null = null;
  let step = controller.start();
  while (step.kind === 'measure') {
    if (measured.length > 500) throw new Error('the probe does not end');
    const { settings, windowSeconds } = step;
    measured.push(settings);
    const failure = surface.fails?.(settings) ?? null;
    if (failure !== null) {
      failures.push(settings);
      step = controller.failed(settings, failure);
      last = null;
      continue;
    }
    const isChange = last !== null && settingsKey(last) !== settingsKey(settings);
    last = settings;
    const changeOver = isChange ? surface.changeOverSeconds : 0;
    const level = surface.bytesPerSecond(settings) * surface.drift(seconds);
    const changeOverRows = Math.round((level * changeOver) / surface.bytesPerRow);
    if (rows + changeOverRows >= mostRows) {
      rows = mostRows;
      step = controller.end('its share of the rows was spent');
      continue;
    }
    const wanted = windowSeconds * (1 + 0.05 * random());
    const deviation = surface.noise * Math.sqrt(0.5 + (0.5 * 0.5) / wanted);
    const rate = level * Math.exp(deviation * gaussian(random));
    const affordable = ((mostRows - rows - changeOverRows) * surface.bytesPerRow) / rate;
    const length = Math.min(wanted, Math.max(lookSeconds, affordable));
    const bytes = Math.round(rate * length);
    const windowRows = Math.round(bytes / surface.bytesPerRow);
    seconds += length + changeOver;
    rows += windowRows + changeOverRows;
    const pairs = Number(settings.get('host.parallelism') ?? 1);
    const open = pairs * length;
    const { read, credit, write, flush, input } = surface.waits;
    step = controller.observe({
      settings,
      seconds: length,
      rows: windowRows,
      bytes,
      sessionSeconds: open,
      waits: {
        read: read * open,
        credit: credit * open,
        write: write * open,
        flush: flush * open,
        input: input * open,
      },
      cpuSeconds: {
        host: 0.1 * length,
        source: surface.cpuPerSession * open,
        destination: surface.cpuPerSession * open,
      },
      memoryBytes: surface.memoryBytes?.(settings) ?? 2 ** 28,
      errors: 0,
      ...(isChange ? { changeOver: { seconds: changeOver, rows: changeOverRows } } : {}),
    });
  }
  return { locked: step, measured, failures, seconds, rows };
}

/** The best rate, without noise, of all settings that the candidates' rules lead to. */
export function bestReachable(knobs: readonly TunableKnob[], surface: Surface): number {
  let all: readonly KnobSettings[] = [baselineSettings(knobs)];
  for (const knob of knobs) {
    const values = reachable(knob);
    all = all.flatMap((settings) => values.map((value) => withValue(settings, knobId(knob), value)));
  }
  const usable = all.filter((settings) => (surface.fails?.(settings) ?? null) === null);
  return Math.max(...usable.map((settings) => surface.bytesPerSecond(settings)));
}

function reachable(knob: TunableKnob): readonly KnobValue[] {
  const values: KnobValue[] = [knob.baseline];
  for (const first of firstCandidates(knob, knob.baseline)) {
    let [from, to]: [KnobValue, KnobValue | null] = [knob.baseline, first];
    while (to !== null && !values.includes(to)) {
      values.push(to);
      [from, to] = [to, furtherCandidate(knob, from, to)];
    }
  }
  return values;
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
