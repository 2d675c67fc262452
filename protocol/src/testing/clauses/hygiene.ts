import type { Bench } from '../bench.ts';
import { clause, type Family } from '../clause.ts';
import { isMessage, sessionOf } from '../driver/talk.ts';
import { Inapplicable, must, NotReached } from '../verdict.ts';

/** What every process of the run so far has sent; one is started where there was none. @throws NotReached */
async function everything(bench: Bench) {
  if (bench.subjects.length === 0) await bench.configured().catch(() => {});
  const subjects = bench.subjects.filter(({ greeted }) => greeted);
  if (subjects.length === 0) throw new NotReached('no process has sent anything');
  return subjects;
}

export const hygiene: Family = {
  name: 'hygiene',
  clauses: [
    clause('IO-1/only-frames', 'Nothing but frames is written to stdout', async (bench) => {
      for (const { fault } of await everything(bench)) {
        must(fault?.kind !== 'stray_text', fault?.message ?? '');
      }
    }),
    clause(
      'FRAME-2/no-absurd-length',
      'No frame announces more than the limit',
      async (bench) => {
        for (const { fault } of await everything(bench)) {
          must(fault?.kind !== 'frame_too_large', fault?.message ?? '');
        }
      },
      { rules: ['FRAME-1'] },
    ),
    clause(
      'FRAME-5/well-formed',
      'Each message can be read, and has one member that this version knows',
      async (bench) => {
        for (const { heard } of await everything(bench)) {
          for (const each of heard) must(each.kind !== 'undecodable', each.kind === 'undecodable' ? each.reason : '');
        }
      },
      { rules: ['FRAME-4'] },
    ),
    clause('IO-5/whole-frames', 'The output ends between two frames', async (bench) => {
      const ended = (await everything(bench)).filter(
        ({ exit, signalled, fault }) => exit !== null && !signalled && fault === null,
      );
      if (ended.length === 0) throw new NotReached('no process has come to its own end');
      for (const { unfinishedBytes } of ended) {
        must(unfinishedBytes === 0, `a process has ended within a frame: ${unfinishedBytes} bytes of it have come`);
      }
    }),
    clause('START-2/nothing-left-behind', 'What it has started does not outlive it', async (bench) => {
      const ended = (await everything(bench)).filter(({ exit, signalled }) => exit !== null && !signalled);
      if (ended.length === 0) throw new NotReached('no process has come to its own end');
      await Promise.all(ended.map((subject) => subject.ended));
      must(!ended.some(({ leftBehind }) => leftBehind), 'a process has ended, and one that it has started goes on');
    }),
    clause('IO-3/secrets-in-logs', 'No secret of the config is in the logs', async (bench) => {
      const { secrets } = bench.options;
      if (secrets.length === 0) throw new Inapplicable('the config has no secret');
      for (const { stderr } of await everything(bench)) {
        must(!secrets.some((secret) => stderr.includes(secret)), 'a secret of the config is in the logs');
      }
    }),
    clause('IO-3/secrets-in-messages', 'No secret of the config is in problems or errors', async (bench) => {
      const { secrets } = bench.options;
      if (secrets.length === 0) throw new Inapplicable('the config has no secret');
      for (const { heard } of await everything(bench)) {
        for (const each of heard) {
          if (!isMessage(each, 'error', 'configured', 'checked', 'planned')) continue;
          const text = JSON.stringify(each.message);
          must(
            !secrets.some((secret) => text.includes(secret)),
            `a secret of the config is in a message: ${each.message.type}`,
          );
        }
      }
    }),
    clause('ERROR-1/codes', 'Codes of errors and problems are lower_snake_case', async (bench) => {
      let seen = 0;
      for (const { heard } of await everything(bench)) {
        for (const each of heard) {
          if (!isMessage(each, 'error', 'configured', 'checked')) continue;
          const { message } = each;
          const codes = message.type === 'error' ? [message.error.code] : message.problems.map(({ code }) => code);
          seen += codes.length;
          for (const code of codes)
            must(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(code), `the code ${JSON.stringify(code)}`);
        }
      }
      if (seen === 0) throw new NotReached('no error has come');
    }),
    clause(
      'SESSION-10/error-ends-session',
      'After Error with a session’s id nothing more of the session is sent',
      async (bench) => {
        let seen = 0;
        for (const { heard } of await everything(bench)) {
          const ended = new Set<number>();
          for (const each of heard) {
            const session = sessionOf(each);
            must(session === 0 || !ended.has(session), `something of session ${session} came after its Error`);
            if (isMessage(each, 'error') && session !== 0) ended.add(session);
          }
          seen += ended.size;
        }
        if (seen === 0) throw new NotReached('no session has ended in an Error');
      },
    ),
    clause(
      'LIFE-9/alive-while-asked',
      'While a request takes long, Stats with session 0 come at least every two seconds',
      async (bench) => {
        const waits = (await everything(bench))
          .flatMap(({ waits }) => waits)
          .filter(({ tookMs }) => tookMs > bench.patience.signOfLifeMs);
        if (waits.length === 0) throw new Inapplicable('no request has taken that long: no Stats were due');
        for (const { request, longestSilenceMs } of waits) {
          must(
            longestSilenceMs <= bench.patience.signOfLifeMs,
            `while ${request} was answered, nothing came for ${Math.round(longestSilenceMs)} ms`,
          );
        }
      },
    ),
  ],
};
