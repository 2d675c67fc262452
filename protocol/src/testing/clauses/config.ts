import type { Problem } from '../../error.ts';
import type { Bench } from '../bench.ts';
import { clause, type Family } from '../clause.ts';
import { ask, answersTo } from '../driver/talk.ts';
import { Inapplicable, must, NotReached } from '../verdict.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys whose values the schema confines to a simple type: an object in their place is wrong. */
async function simpleKeys(bench: Bench): Promise<readonly string[]> {
  const schema = parsed((await bench.spec()).configSchema);
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
  const simple = new Set<unknown>(['string', 'integer', 'number', 'boolean', 'array']);
  return Object.entries(properties).flatMap(([key, property]) =>
    isObject(property) && simple.has(property['type']) ? [key] : [],
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotReached('its config_schema is not JSON');
  }
}

async function problemsOf(bench: Bench, config: JsonObject): Promise<readonly Problem[]> {
  const { subject } = await bench.greeted();
  const configure = bench.configure({ config: JSON.stringify(config) });
  const outcome = await ask<'configure'>(subject, configure, bench.patience.answerMs);
  must(outcome.kind === 'answered', 'a config with problems was answered with Error, not with Configured');
  return outcome.answers[0].problems.filter(({ severity }) => severity === 'error');
}

/** The config with each place that could lead somewhere else changed, one at a time. */
function* elsewhere(config: JsonObject): Generator<{ readonly key: string; readonly config: JsonObject }> {
  for (const [key, value] of Object.entries(config)) {
    if (isObject(value)) {
      for (const inner of elsewhere(value))
        yield { key: `${key}.${inner.key}`, config: { ...config, [key]: inner.config } };
    } else if (typeof value === 'string') {
      yield { key, config: { ...config, [key]: elsewhereText(value) } };
    } else if (key === 'port') {
      yield { key, config: { ...config, [key]: closedPort } };
    }
  }
}

/** tcpmux: reserved, and next to never listened on. */
const closedPort = 1;

function elsewhereText(text: string): string {
  const [, scheme, userinfo, host, rest] =
    /^([a-z][a-z0-9+.-]*:\/\/)([^/]*@)?([^/:@?#]*)(?::\d+)?(.*)$/is.exec(text) ?? [];
  if (scheme !== undefined) return `${scheme}${userinfo ?? ''}${host || '127.0.0.1'}:${closedPort}${rest ?? ''}`;
  // A folder that is not there may be one to be made; below what is no folder there is none.
  return '/dev/null/there-is-no-such-thing';
}

export const config: Family = {
  name: 'config',
  clauses: [
    clause('LIFE-4/every-problem', 'Configured lists every problem, each with the path of its key', async (bench) => {
      const keys = (await simpleKeys(bench)).slice(0, 3);
      if (keys.length === 0) throw new Inapplicable('its JSON Schema has no key of a simple type');
      const given = JSON.parse(bench.config) as JsonObject;
      const wrong = Object.fromEntries(keys.map((key) => [key, { not: 'this' }]));
      const paths = (await problemsOf(bench, { ...given, ...wrong })).map(({ path }) => path ?? '');
      for (const key of keys) {
        const named = paths.some((path) => path === key || path.startsWith(`${key}.`));
        must(
          named,
          `an object under the key "${key}" is no problem with that path (paths: ${paths.join(', ') || 'none'})`,
        );
      }
    }),
    clause('LIFE-4/check-answers', 'Check answers for a config that is right, without an error', async (bench) => {
      const { subject } = await bench.configured();
      const [{ problems }] = await answersTo(subject, { type: 'check', streams: [] }, bench.patience.answerMs);
      const error = problems.find(({ severity }) => severity === 'error');
      must(error === undefined, `Check says of the config that was given: ${error?.message ?? ''}`);
    }),
    clause('LIFE-4/honest-check', 'A config that leads nowhere fails: Check reaches the system', async (bench) => {
      const given = JSON.parse(bench.config) as JsonObject;
      const taken: string[] = [];
      let refused = 0;
      for (const { key, config } of elsewhere(given)) {
        const { subject } = await bench.greeted();
        const configure = bench.configure({ config: JSON.stringify(config) });
        const configured = await ask<'configure'>(subject, configure, bench.patience.answerMs);
        if (configured.kind === 'refused' || failed(configured.answers[0].problems)) {
          refused++;
          continue;
        }
        const checked = await ask<'check'>(subject, { type: 'check', streams: [] }, bench.patience.answerMs);
        if (checked.kind === 'refused' || failed(checked.answers[0].problems)) return;
        taken.push(key);
      }
      if (taken.length === 0 && refused === 0)
        throw new Inapplicable('the config has no text that could lead elsewhere');
      must(taken.length === 0, `other values were taken, and Check found nothing wrong: ${taken.join(', ')}`);
    }),
  ],
};

const failed = (problems: readonly Problem[]): boolean => problems.some(({ severity }) => severity === 'error');
