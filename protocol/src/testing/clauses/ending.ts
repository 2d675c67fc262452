import type { Bench } from '../bench.ts';
import { clause, type Family } from '../clause.ts';
import type { Subject } from '../driver/subject.ts';
import { openUnit } from '../scenario/reading.ts';
import { openLoad } from '../scenario/loading.ts';
import { must } from '../verdict.ts';

/** A process with a session open in it. @throws NotReached */
async function inSession(bench: Bench): Promise<Subject> {
  if (bench.role === 'destination') return (await openLoad(bench)).subject;
  const { subject, session } = await openUnit(bench, { credit: 0 });
  await session.opened();
  return subject;
}

async function mustFail(bench: Bench, subject: Subject, after: string): Promise<void> {
  const exit = await subject.exitWithin(bench.patience.exitMs);
  must(exit !== null, `it has not exited within ${bench.patience.exitMs} ms after ${after}`);
  must(exit.code !== 0, `it has exited with 0 after ${after}`);
}

export const ending: Family = {
  name: 'ending',
  clauses: [
    clause('STOP-3/close', 'Close ends the process with 0, and is not answered', async (bench) => {
      const { subject } = await bench.configured();
      const from = subject.heard.length;
      subject.send({ type: 'close' });
      const exit = await subject.exitWithin(bench.patience.exitMs);
      must(exit !== null, `it has not exited within ${bench.patience.exitMs} ms`);
      must(exit.code === 0, `it has exited with ${exit.code ?? exit.signal}`);
      must(subject.heard.length === from, 'Close was answered');
    }),
    clause('STOP-3/close-in-session', 'Close ends the process with 0 while a session is open, too', async (bench) => {
      const subject = await inSession(bench);
      subject.send({ type: 'close' });
      const exit = await subject.exitWithin(bench.patience.exitMs);
      must(exit !== null, `it has not exited within ${bench.patience.exitMs} ms`);
      must(exit.code === 0, `it has exited with ${exit.code ?? exit.signal}`);
    }),
    clause(
      'IO-4/end-of-input',
      'The end of stdin ends the process within 10 seconds, with a code other than 0',
      async (bench) => {
        const { subject } = await bench.configured();
        subject.endInput();
        await mustFail(bench, subject, 'the end of stdin');
      },
    ),
    clause('IO-4/end-of-input-in-session', 'The same while a session is open', async (bench) => {
      const subject = await inSession(bench);
      subject.endInput();
      await mustFail(bench, subject, 'the end of stdin with a session open');
    }),
    clause('IO-4/sigterm', 'SIGTERM ends the process within 10 seconds, with a code other than 0', async (bench) => {
      const { subject } = await bench.configured();
      subject.signal('SIGTERM');
      await mustFail(bench, subject, 'SIGTERM');
    }),
  ],
};
