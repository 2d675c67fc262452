import assert from 'node:assert';
import { PipelineError } from '../../../host/src/connector/error.ts';
import { parseDocument } from '../../../host/src/state/document-schema.ts';
import { documentFormat, documentVersion } from '../../../host/src/state/document.ts';
import { type FuzzTarget, orRefused } from '../target.ts';
import { textMutation } from '../text.ts';

const time = '2026-11-25T12:00:00.000Z';
const document = {
  format: documentFormat,
  format_version: documentVersion,
  pipeline: 'p',
  exported_at: time,
  positions: [
    { stream: 'public.a', position: { order: '0a', incarnation: '01' }, run_id: 'r', load_id: 'l', saved_at: time },
  ],
  runs: [
    {
      run_id: 'r',
      version: '0.1.0',
      started_at: time,
      machine: 'm',
      pid: 1,
      load_id: 'l',
      load_begun_at: time,
      finished_at: time,
      status: 'failed',
      seconds: 1.5,
      settings: [{ knob: 'parallelism', value: 2, provenance: 'default' }],
      errors: [{ category: 'data', code: 'x', message: 'y', side: 'host', retryable: false }],
      errors_total: 1,
      loads: [{ stream: 'public.a', target: 't', load_id: 'l', guarantee: 'exactly_once', epoch: 1, settings: [] }],
    },
  ],
};

const dictionary = [
  'null',
  '[]',
  '{}',
  '""',
  '-1',
  '1e400',
  '9007199254740993',
  '"__proto__":',
  '{"a":',
  '[[',
  '"\\ud800"',
];

/** What `state import` reads: refused with a typed error, or a document whose every part is of the shape that is stored. */
export const stateDocuments: FuzzTarget = {
  name: 'state-documents',
  seeds: () => [Buffer.from(JSON.stringify(document)), Buffer.from(JSON.stringify(document, null, 2))],
  mutate: textMutation(dictionary),
  run: (input) => {
    const text = Buffer.from(input).toString('utf8');
    const format = { format: documentFormat, version: documentVersion };
    const parsed = orRefused(PipelineError, () => parseDocument(text, format));
    if (parsed === undefined) return false;
    for (const { stream, position } of parsed.positions) {
      assert.equal(typeof stream, 'string');
      for (const hex of Object.values(position ?? {})) assert.match(hex, /^(?:[0-9a-f]{2})*$/);
    }
    for (const run of parsed.runs) for (const load of run.loads) assert.equal(typeof load.stream, 'string');
    assert.ok(JSON.stringify(parsed).length > 0);
    return true;
  },
};
