import assert from 'node:assert';
import { buildConfig } from '../../../host/src/config/build.ts';
import { readYaml } from '../../../host/src/config/document.ts';
import { textMutation } from '../text.ts';
import type { FuzzTarget } from '../target.ts';

const complete = `version: "1.0"
pipeline: shop-to-warehouse
source:
  use: source-postgres
  config: { url: "postgres://app:\${env:PGPASSWORD}@db:5432/shop", deep: { api_key: literal } }
  streams:
    - { name: public.orders, sync_mode: incremental, cursor_field: id, look_back: "10 minutes", columns: [id, total] }
    - { name: "public.*", exclude: [public.audit_log] }
destination:
  use: dest-postgres
  config: { url: "postgres://dw/raw", schema: raw }
  write_mode: append
resources: { parallelism: 2, max_memory: 512mb, checkpoint_interval_seconds: 15 }
`;

const dictionary = [
  '&a ',
  '*a',
  '<<: *a\n',
  '!!js/function x',
  '!!binary aGk=',
  '- ',
  '[',
  '{',
  '}',
  ']',
  ': ',
  '? ',
  '|\n  ',
  '>-\n',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '#',
  '"',
  "'",
  '\t',
  '\u0000',
  '\ufeff',
  '\ud800',
  '__proto__: ',
  'constructor: ',
  'toString: ',
  '${env:PGPASSWORD}',
  '${env:',
  '${file:/dev/zero}',
  '${file:/dev/stdin}',
  '${',
  '}',
  '9e999',
  '.nan',
  '-0',
  '0x7fffffffffffffff',
  'null',
  'true',
  '~',
  '1gb',
  '"*.*"',
  '"\\"a\\".b"',
  'upsert',
  'primary_key: [id]',
  'require_guarantee: exactly_once',
];

/** Whatever a pipeline file says, the answer is a config or a list of problems, each with a code and a place to mend. */
export const pipelineFiles: FuzzTarget = {
  name: 'pipeline-files',
  isSlow: true,
  seeds: () => [Buffer.from(complete), Buffer.from(JSON.stringify(readYaml(complete).value))],
  mutate: textMutation(dictionary),
  run: (input) => {
    const document = readYaml(Buffer.from(input).toString('utf8'));
    if (document.problems.length > 0) {
      checkProblems(document.problems);
      return false;
    }
    const environment = { PGPASSWORD: 'p@ss' };
    const { config, problems } = buildConfig({ value: document.value, baseDirectory: '/nonexistent', environment });
    for (const { path } of problems) document.locate(path);
    if (config === null) {
      assert.ok(problems.length > 0);
      checkProblems(problems);
      return false;
    }
    assert.ok(config.source.use !== '' && Object.isFrozen(config.source.streams));
    return true;
  },
};

function checkProblems(problems: readonly { readonly code: string; readonly message: string }[]): void {
  for (const { code, message } of problems) {
    assert.match(code, /^[a-z0-9_]+$/);
    assert.ok(message.length > 0);
    assert.ok(!message.includes('p@ss'), 'a secret is in the message');
  }
}
