import type { Verdict } from './record.ts';
import type { Activity } from './types.ts';

/** Less than this share stands for nobody. */
const minShare = 0.3;
/** By which the first must be ahead of the second. */
const minLead = 0.1;
/** Both ends waiting for each other this much are waiting for what is between them. */
const hostShare = 0.5;
/** The host runs on one thread: this much of a core is all of it. */
const hostCpuShare = 0.9;

/**
 * A source that waits for credit, or a destination that waits for its system, is held up by the destination; a
 * destination that waits for input, or a source that waits for its system, by the source; both at once by the host.
 */
export function bottleneck(observed: Activity | readonly Activity[]): Verdict {
  const all: readonly Activity[] = 'waits' in observed ? [observed] : observed;
  const sum = (figure: (o: Activity) => number): number => all.reduce((total, o) => total + figure(o), 0);
  const open = sum((o) => o.sessionSeconds);
  const share = (seconds: number): number => Math.min(1, Math.max(0, seconds / open));
  const credit = share(sum((o) => o.waits.credit));
  const input = share(sum((o) => o.waits.input));
  const read = share(sum((o) => o.waits.read));
  const write = share(sum((o) => o.waits.write + o.waits.flush));
  if (!(open > 0) || ![credit, input, read, write].every(Number.isFinite))
    return unknown('there are no waits to go by');
  const hostCpu = sum((o) => o.cpuSeconds.host) / sum((o) => o.seconds);
  const between = Math.min(credit, input);
  const host = hostCpu >= hostCpuShare ? Math.min(1, hostCpu) : between >= hostShare ? between : 0;
  const sides = [
    { side: 'host', share: host },
    { side: 'destination', share: Math.max(credit, write) - Math.min(host, between) },
    { side: 'source', share: Math.max(input, read) - Math.min(host, between) },
  ] as const;
  const [first, second] = sides.toSorted((a, b) => b.share - a.share);
  if (first === undefined || second === undefined) return unknown('there are no sides');
  if (first.share < minShare || first.share - second.share < minLead) return unknown('no side stands out');
  return { ...first, text: `${first.side}-bound ${percent(first.share)}` };
}

/** Below this share of the machine, and of a session's time, processors are not what limits. */
const idleCpuShare = 0.5;
const idleSessionShare = 0.35;
/** Sessions wait for their systems this much. */
const waitingShare = 0.5;

/** Sessions wait most of their time, and processors have room: distance is what limits, and more sessions cost little. */
export function waitsForNetwork(o: Activity, cores: number): boolean {
  const { host, source, destination } = o.cpuSeconds;
  const cpu = host + source + destination;
  const { read, write, flush } = o.waits;
  return (
    cpu < idleCpuShare * cores * o.seconds &&
    cpu < idleSessionShare * o.sessionSeconds &&
    Math.max(read, write + flush) >= waitingShare * o.sessionSeconds
  );
}

function unknown(why: string): Verdict {
  return { side: 'unknown', share: 0, text: `bound by nothing in particular: ${why}` };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
