import type { Verdict } from './record.ts';
import { knobId } from './settings.ts';
import type { KnobSide, TunableKnob } from './types.ts';

export interface Turn {
  readonly knob: TunableKnob;
  readonly why: string;
}

/** From this share of their time in flushes, sessions are held up by how the destination writes, not by how many write. */
const flushes = 0.1;

export interface Hints {
  readonly verdict: Verdict;
  /** Of the time that sessions were open. */
  readonly flushShare: number;
  /** Sessions wait for their systems while processors have room. */
  readonly waitsForNetwork: boolean;
}

/** First the knob that the waits point at: what is tried last is what a small budget leaves out. */
export function knobOrder(knobs: readonly TunableKnob[], hints: Hints): readonly Turn[] {
  const { sides, why } = sideOrder(hints);
  return knobs
    .filter(({ pinned }) => !pinned)
    .map((knob) => ({ knob, place: sides.indexOf(knob.side) }))
    .sort((a, b) => a.place - b.place || (knobId(a.knob) < knobId(b.knob) ? -1 : 1))
    .map(({ knob, place }) => ({ knob, why: place === 0 ? why : `after the ${sides[place - 1]}'s` }));
}

function sideOrder({ verdict, flushShare, waitsForNetwork }: Hints): {
  readonly sides: KnobSide[];
  readonly why: string;
} {
  const { side, text } = verdict;
  // Whichever side is far away, more sessions are what helps; what flushes wait for is the way there, too.
  if (waitsForNetwork) {
    return { sides: ['host', 'source', 'destination'], why: `${text}, and processors have room` };
  }
  switch (side) {
    case 'source':
      return { sides: ['source', 'host', 'destination'], why: text };
    case 'destination':
      return flushShare >= flushes
        ? { sides: ['destination', 'host', 'source'], why: `${text}, ${Math.round(flushShare * 100)} % in flushes` }
        : { sides: ['host', 'destination', 'source'], why: `${text}, hardly any of it in flushes` };
    case 'host':
    case 'unknown':
      return { sides: ['host', 'source', 'destination'], why: text };
  }
}
