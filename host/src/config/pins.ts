import type { ResourcesDocument } from './resources-schema.ts';
import type { FileProblem } from './problem.ts';
import type { KnobPin, PinnedValue } from './types.ts';

/** What the user has fixed, from the several places that it may stand in: for each knob and side at most one value. */
export interface Pins {
  readonly parallelism: number | 'auto';
  readonly knobs: readonly KnobPin[];
  readonly problems: readonly FileProblem[];
}

const at = (key: string): string => `resources.autotune.${key}`;

interface Place {
  readonly knob: string;
  readonly side: KnobPin['side'];
  readonly value: PinnedValue | undefined;
  readonly path: string;
}

/** `parallelism: N`, `pin_parallelism` and `pins.parallelism` are one pin, and so for the others; two that differ are refused. */
export function readPins({ parallelism, autotune }: ResourcesDocument): Pins {
  const places: readonly Place[] = [
    {
      knob: 'parallelism',
      side: null,
      value: parallelism === 'auto' ? undefined : parallelism,
      path: 'resources.parallelism',
    },
    { knob: 'parallelism', side: null, value: autotune.pin_parallelism, path: at('pin_parallelism') },
    {
      knob: 'partition_mode',
      side: 'source',
      value: autotune.pin_source_partition_mode,
      path: at('pin_source_partition_mode'),
    },
    {
      knob: 'copy_flush_bytes',
      side: 'destination',
      value: autotune.pin_copy_flush_bytes,
      path: at('pin_copy_flush_bytes'),
    },
    ...Object.entries(autotune.pins).map(([knob, value]) => ({ knob, side: null, value, path: at(`pins.${knob}`) })),
  ];
  const pins: KnobPin[] = [];
  const problems: FileProblem[] = [];
  for (const { value, ...place } of places) {
    if (value === undefined) continue;
    const other = pins.find(({ knob, side }) => knob === place.knob && (side === place.side || place.side === null));
    if (other === undefined) pins.push({ ...place, value });
    else if (String(other.value) !== String(value)) problems.push(contradiction(other, place.path, value));
  }
  const pinned = pins.find(({ knob }) => knob === 'parallelism');
  const pairs = pinned === undefined ? 'auto' : Number(pinned.value);
  if (pinned !== undefined && !(Number.isInteger(pairs) && Number(pairs) >= 1 && Number(pairs) <= 256)) {
    problems.push({
      code: 'invalid_value',
      message: 'parallelism must be a whole number from 1 to 256',
      path: pinned.path ?? '',
    });
  }
  return { parallelism: pairs, knobs: pins.filter(({ knob }) => knob !== 'parallelism'), problems };
}

function contradiction({ knob, value, path }: KnobPin, otherPath: string, otherValue: PinnedValue): FileProblem {
  return {
    code: 'pins_differ',
    message: `${knob} is pinned to ${String(value)} at ${path}, and to ${String(otherValue)} here`,
    hint: 'one of the two is enough',
    path: otherPath,
  };
}
