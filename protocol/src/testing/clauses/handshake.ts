import type { HostMessage } from '../../model/message.ts';
import { maxVersion } from '../../wire/limits.ts';
import type { Bench } from '../bench.ts';
import { clause, type Family } from '../clause.ts';
import { ask, answersTo, type ErrorDetails, type Request, refusal } from '../driver/talk.ts';
import { Breach, must, NotReached } from '../verdict.ts';
import { isWithin } from './knob-values.ts';

/** Versions that no connector speaks yet. */
const farVersions = { minVersion: 90, maxVersion: 99 } as const;

const spec = (bench: Bench): HostMessage & { type: 'spec' } => ({ type: 'spec', role: bench.role });
const load = { loadId: 'load', streams: [], epochs: [] } as const;

/** Requests of a role, with nothing in them. */
const requests: Readonly<Record<Bench['role'], readonly Request[]>> = {
  source: [
    { type: 'discover', streams: [], namesOnly: true },
    { type: 'plan', loadId: 'load', streams: [], overrides: [], targetUnitBytes: 0, done: [], effectiveParallelism: 1 },
  ],
  destination: [
    { type: 'begin', loadId: 'load', streams: [] },
    { type: 'publish', ...load, receipts: [] },
  ],
};

async function mustRefuse(bench: Bench, subject: Awaited<ReturnType<Bench['greeted']>>['subject'], request: Request) {
  const outcome = await ask(subject, request, bench.patience.answerMs);
  must(outcome.kind === 'refused', `${request.type} was answered`);
  return outcome.error;
}

function mustHaveCode({ code }: ErrorDetails, expected: string, what: string): void {
  must(code === expected, `${what} was refused with ${code}, not with ${expected}`);
}

export const handshake: Family = {
  name: 'handshake',
  clauses: [
    clause('LIFE-1/welcome-first', 'Welcome comes first, and its version lies in the range of Hello', async (bench) => {
      const subject = bench.start();
      subject.send(bench.hello());
      await subject.until(() => subject.heard.length > 0, bench.patience.answerMs);
      const [first] = subject.heard;
      // A connector that says nothing at all is for others to judge.
      if (first === undefined) await bench.greet(subject);
      const isWelcome = first?.kind === 'message' && first.message.type === 'welcome';
      must(isWelcome, 'the first message is another one');
      const { version } = first.message;
      must(version === maxVersion, `Welcome names version ${version}; Hello has offered ${maxVersion} only`);
    }),
    clause('LIFE-1/role', 'Welcome names the role', async (bench) => {
      const { roles } = await bench.welcome();
      must(roles.includes(bench.role), `Welcome names the roles ${roles.join(', ') || 'none'}`);
    }),
    clause(
      'LIFE-1/version-unsupported',
      'Versions that it does not speak are refused: version_unsupported, with both ranges, exit 1',
      async (bench) => {
        await bench.welcome();
        const subject = bench.start();
        subject.send(bench.hello(farVersions));
        const refused = await refusal(subject, 0, bench.patience.answerMs);
        const error = refused?.error ?? null;
        must(error !== null, `versions 90 to 99 were not refused: ${subject.condition()}`);
        mustHaveCode(error, 'version_unsupported', 'the range 90 to 99');
        const named = /90\D+99/.test(error.message) && new RegExp(`\\b${maxVersion}\\b`).test(error.message);
        must(named, `its message does not name both ranges: ${error.message}`);
        const exit = await subject.exitWithin(bench.patience.exitMs);
        must(exit?.code === 1, exit === null ? 'it has not exited' : `it has exited with ${exit.code}, not with 1`);
      },
    ),
    clause('LIFE-5/spec-without-config', 'Spec is answered before Configure, with a JSON Schema', async (bench) => {
      const { subject } = await bench.greeted();
      const outcome = await ask<'spec'>(subject, spec(bench), bench.patience.answerMs);
      must(outcome.kind === 'answered', 'Spec was refused');
      const [{ configSchema, syncModes, writeModes }] = outcome.answers;
      must(isJsonObject(configSchema), 'config_schema is not a JSON object');
      const modes = bench.role === 'source' ? syncModes : writeModes;
      must(modes.length > 0, bench.role === 'source' ? 'it names no sync mode' : 'it names no write mode');
    }),
    clause(
      'LIFE-5/not-configured',
      'Everything but Spec is refused before Configure: not_configured',
      async (bench) => {
        const { subject } = await bench.greeted();
        for (const request of [{ type: 'check', streams: [] } as const, ...requests[bench.role]]) {
          mustHaveCode(await mustRefuse(bench, subject, request), 'not_configured', `${request.type} before Configure`);
        }
      },
    ),
    clause('LIFE-5/wrong-role', 'A request that is another role’s is refused: wrong_role', async (bench) => {
      const { subject } = await bench.configured();
      for (const request of requests[bench.role === 'source' ? 'destination' : 'source']) {
        mustHaveCode(await mustRefuse(bench, subject, request), 'wrong_role', request.type);
      }
    }),
    clause('LIFE-2/goes-on-after-error', 'A request that was refused leaves the process as it was', async (bench) => {
      const { subject } = await bench.greeted();
      const outcome = await ask<'check'>(subject, { type: 'check', streams: [] }, bench.patience.answerMs);
      if (outcome.kind === 'answered') throw new NotReached('Check was answered before Configure');
      for (const request of [bench.configure(), spec(bench)]) {
        const next = await ask<'spec' | 'configure'>(subject, request, bench.patience.answerMs).catch(
          (error: Error) => {
            throw new Breach(`after a refused Check: ${error.message}`);
          },
        );
        must(next.kind === 'answered', `after a refused Check, ${request.type} is refused too`);
      }
    }),
    clause('LIFE-2/one-answer', 'A request has one answer', async (bench) => {
      const { subject } = await bench.configured();
      const from = subject.heard.length;
      await answersTo(subject, spec(bench), bench.patience.answerMs);
      await subject.until(() => subject.heard.length > from + 1, bench.patience.quietMs);
      const answers = subject.heard.slice(from).filter(({ kind }) => kind === 'message').length;
      must(answers === 1, `Spec has ${answers} answers`);
    }),
    clause('KNOB-1/declared-well', 'A knob is declared so that a value of it can be chosen', async (bench) => {
      const { capabilities } = await bench.welcome();
      for (const knob of await bench.knobs()) {
        must(knob.candidates.length > 0, `the knob ${knob.name} names no value that is worth trying`);
        const isLate = knob.takesEffect === 'plan' && !capabilities.includes('plan');
        must(!isLate, `the knob ${knob.name} takes effect at Plan, which it is never asked for`);
        for (const value of [knob.defaultValue, ...knob.candidates]) {
          must(isWithin(knob, value), `${JSON.stringify(value)} is no value of the knob ${knob.name}`);
        }
      }
    }),
  ],
};

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
