import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { clause, type Family } from '../clause.ts';
import { announcedFrame, configureBeyondSafeIntegers, frameOf, memberFrame } from '../driver/raw.ts';
import {
  openWithoutContext,
  shortestHello,
  specOfNoRole,
  specOfUnknownRole,
  withFieldsReversed,
  withUnknownFields,
} from '../driver/raw.ts';
import type { Subject } from '../driver/subject.ts';
import { answer, answersTo, messagesSince, refusal, type RequestType } from '../driver/talk.ts';
import { Breach, must, NotReached } from '../verdict.ts';
import { hostFrame } from '../../wire/encode/message.ts';
import { defaultMaxFrameBytes } from '../../wire/limits.ts';

/** Sends bytes that a connector must take, and waits for the answer. @throws Breach if there is none */
async function mustAnswer(bench: Bench, subject: Subject, type: RequestType, write: () => Promise<void> | void) {
  const from = subject.heard.length;
  await write();
  try {
    const outcome = await answer(subject, type, from, bench.patience.answerMs);
    must(
      outcome.kind === 'answered',
      `${type} was refused with ${outcome.kind === 'refused' ? outcome.error.code : ''}`,
    );
  } catch (error) {
    if (error instanceof NotReached) throw new Breach(error.message);
    throw error;
  }
}

/** A process that has answered the usual way what it will be asked in an unusual one. @throws NotReached */
async function askedOnce(bench: Bench) {
  await bench.configured();
  const greeted = await bench.greeted();
  await answersTo(greeted.subject, { type: 'spec', role: bench.role }, bench.patience.answerMs);
  return greeted;
}

/** A process that has been greeted must come to an end at these bytes. @throws Breach if it goes on */
async function mustEndAt(bench: Bench, bytes: Uint8Array, what: string): Promise<void> {
  const { subject } = await bench.greeted();
  const from = subject.heard.length;
  subject.write(bytes);
  const refused = await refusal(subject, from, bench.patience.exitMs);
  must(refused !== null, `${what} was taken: the process goes on without an Error`);
}

export const framing: Family = {
  name: 'framing',
  clauses: [
    clause('IO-2/magic-first', 'The magic comes first, before anything is read', async (bench) => {
      const subject = bench.start();
      await subject.until(() => subject.greeted || subject.fault !== null, bench.patience.answerMs);
      if (subject.fault?.kind === 'bad_magic') throw new Breach(subject.fault.message);
      must(subject.greeted, `the magic has not come: ${subject.condition()}`);
    }),
    clause('FRAME-1/split-and-merged', 'Frames may be split anywhere, and several may come at once', async (bench) => {
      const { subject } = await askedOnce(bench);
      const frame = hostFrame({ type: 'spec', role: bench.role });
      await mustAnswer(bench, subject, 'spec', async () => {
        for (let at = 0; at < frame.length;) {
          const length = 1 + bench.random(3);
          subject.write(frame.subarray(at, at + length));
          at += length;
          await delay(5);
        }
      });
      const merged = Buffer.concat([hostFrame(bench.configure()), frame.subarray(0, 3)]);
      await mustAnswer(bench, subject, 'configure', () => subject.write(merged));
      await mustAnswer(bench, subject, 'spec', () => subject.write(frame.subarray(3)));
    }),
    clause(
      'FRAME-3/length-checked-first',
      'A length above the limit is refused before anything of it has come',
      async (bench) => {
        await mustEndAt(bench, announcedFrame(0xffff_fff0), 'a length of 4 GiB');
        await mustEndAt(bench, announcedFrame(defaultMaxFrameBytes + 1), 'a length of one byte above the limit');
      },
    ),
    clause(
      'FRAME-3/agreed-limit',
      'The limit is the one that Hello and Welcome agree on',
      async (bench) => {
        const { subject } = await bench.greeted({ maxFrameBytes: 128 * 1024 });
        subject.write(announcedFrame(128 * 1024 + 1));
        must(
          (await subject.exitWithin(bench.patience.exitMs)) !== null,
          'a length above the agreed limit was waited for',
        );
      },
      { rules: ['FRAME-2'] },
    ),
    clause('FRAME-4/empty-message', 'A message without a member is malformed', async (bench) => {
      await mustEndAt(bench, frameOf(new Uint8Array(0)), 'an empty message');
    }),
    clause('FRAME-4/unknown-member', 'A member that the connector does not know is malformed', async (bench) => {
      await mustEndAt(bench, memberFrame(99, new Uint8Array(0)), 'a message with the unknown member 99');
    }),
    clause('FRAME-5/unknown-fields', 'Unknown fields are ignored', async (bench) => {
      const { subject } = await askedOnce(bench);
      await mustAnswer(bench, subject, 'spec', () => {
        subject.write(withUnknownFields({ type: 'spec', role: bench.role }));
      });
    }),
    clause('FRAME-5/field-order', 'Fields are taken in any order', async (bench) => {
      await bench.configured();
      const { subject } = await bench.greeted();
      await mustAnswer(bench, subject, 'configure', () => subject.write(withFieldsReversed(bench.configure())));
    }),
    clause('FRAME-5/unknown-enum', 'An unknown value of an enumeration is malformed', async (bench) => {
      const { subject } = await bench.greeted();
      const from = subject.heard.length;
      subject.write(specOfUnknownRole);
      const answered = (): boolean => messagesSince(subject, from, 'spec').length > 0;
      await subject.until(() => answered() || subject.heard.length > from, bench.patience.answerMs);
      must(!answered(), 'Spec for the role 77 was answered');
      must(
        (await refusal(subject, from, bench.patience.quietMs)) !== null,
        'Spec for the role 77 was ignored: the process goes on without an Error',
      );
    }),
    clause('FRAME-8/unspecified', 'An enumeration’s value 0 counts as unknown', async (bench) => {
      const { subject } = await bench.greeted();
      const from = subject.heard.length;
      subject.write(specOfNoRole);
      const refused = await refusal(subject, from, bench.patience.exitMs);
      must(messagesSince(subject, from, 'spec').length === 0, 'Spec for no role was answered');
      must(refused !== null, 'Spec for no role was ignored: the process goes on without an Error');
    }),
    clause('FRAME-8/may-be-missing', 'A Hello without limits is taken: they are the default', async (bench) => {
      await bench.welcome();
      const subject = bench.start();
      await mustAnswer(bench, subject, 'hello', () => subject.write(shortestHello));
    }),
    clause('FRAME-5/missing-message', 'An Open without its context is malformed', async (bench) => {
      const { subject } = await bench.configured();
      const from = subject.heard.length;
      subject.write(openWithoutContext);
      const refused = await refusal(subject, from, bench.patience.exitMs);
      must(messagesSince(subject, from, 'opened').length === 0, 'a session without a context was opened');
      must(refused !== null, 'an Open without its context was ignored: the process goes on without an Error');
    }),
    clause('FRAME-5/number-too-large', 'A number from 2^53 on is malformed', async (bench) => {
      const { subject } = await bench.greeted();
      const from = subject.heard.length;
      subject.write(configureBeyondSafeIntegers(bench.configure()));
      const taken = (): boolean => messagesSince(subject, from, 'configured').length > 0;
      await subject.until(() => taken() || subject.heard.length > from, bench.patience.answerMs);
      must(!taken(), 'Configure with a memory limit of 2^60 was taken');
    }),
    clause(
      'FRAME-6/violation-ends-process',
      'A violation ends the process: Error with session 0 and category protocol, exit 1',
      async (bench) => {
        const { subject } = await bench.greeted();
        const from = subject.heard.length;
        subject.write(frameOf(Uint8Array.of(0x52, 0x7f, 0x08)));
        const exit = await subject.exitWithin(bench.patience.exitMs);
        must(exit !== null, 'the process goes on after bytes that are no message');
        const error = (await refusal(subject, from, bench.patience.quietMs))?.error ?? null;
        must(error !== null, 'it has exited without an Error');
        const { category, code } = error;
        must(category === 'protocol', `the Error is of category ${category} (${code})`);
        must(exit.code === 1, `it has exited with ${exit.code ?? exit.signal}, not with 1`);
      },
      { rules: ['ERROR-3'] },
    ),
  ],
};
