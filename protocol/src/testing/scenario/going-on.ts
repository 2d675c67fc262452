import type { HostMessage } from '../../model/message.ts';
import type { Bench } from '../bench.ts';
import type { Subject } from '../driver/subject.ts';
import { ask } from '../driver/talk.ts';
import { breachAt, must } from '../verdict.ts';

/** @throws Breach unless the process still answers */
export async function mustGoOn(bench: Bench, subject: Subject, what: string): Promise<void> {
  const request = { type: 'spec', role: bench.role } as const;
  const outcome = await ask<'spec'>(subject, request, bench.patience.answerMs).catch(breachAt(`after ${what}`));
  must(outcome.kind === 'answered', `after ${what}, Spec is refused`);
}

/** Returns once all has come that the process had sent by now: it is ahead of the answer to what is asked here. */
export async function hearOut(bench: Bench, subject: Subject): Promise<void> {
  const request = { type: 'spec', role: bench.role } as const;
  await ask<'spec'>(subject, request, bench.patience.answerMs).catch(() => {
    // Whether it answers is judged elsewhere.
  });
}

/** For a session that was never opened. A destination is sent the first only: the others are for sources. */
export const strayControl: readonly [HostMessage, ...HostMessage[]] = [
  { type: 'stop', session: 4711, deadlineMs: 1000, reason: 'conformance', abort: false },
  { type: 'credit', session: 4711, bytes: 1 },
  { type: 'ack', session: 4711, checkpointId: 1, positions: [] },
];
