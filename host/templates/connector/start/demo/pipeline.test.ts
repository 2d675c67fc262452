import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { runPipeline } from 'rapidbyte';

it('works in a pipeline', async () => {
  const result = await runPipeline(join(import.meta.dirname, 'pipeline.yaml'));
  assert.deepEqual(result.errors, []);
  const [stream] = result.streams;
  assert.equal(stream?.status, 'published');
  assert.equal(stream.rowsCommitted, stream.rowsRead);
  assert.ok(stream.rowsRead > 0);
});
