// A source for trying the destination out: one stream, `numbers`, that counts from 1 to `rows`.
import { createBatchEncoder, encodeSchema, type Schema, serve } from '@rapidbyte/connector';

const schema: Schema = {
  fields: [{ name: 'n', type: { kind: 'int', bits: 64, signed: true }, nullable: false, metadata: new Map() }],
  metadata: new Map(),
};
const encode = createBatchEncoder(schema);
const batchRows = 100;
let rows = 0;

await serve({
  source: {
    identity: { name: 'counts-up', version: '1.0.0' },
    configSchema: { type: 'object', properties: { rows: { type: 'integer', minimum: 0 } }, required: ['rows'] },
    syncModes: ['full_refresh'],
    async configure(config) {
      ({ rows } = config as { rows: number });
      return [];
    },
    check: async () => ({ problems: [], system: 'arithmetic' }),
    async *discover() {
      yield {
        name: { namespace: '', name: 'numbers' },
        kind: 'sequence',
        columns: [{ name: 'n', nativeType: 'bigint', nullable: false }],
        primaryKey: ['n'],
        variants: [{ encoding: 'canonical', arrowSchema: encodeSchema(schema) }],
        estimate: { rows, bytes: 8 * rows },
        syncModes: ['full_refresh'],
        problems: [],
      };
    },
    open: async () => ({
      async read(output) {
        for (let from = 0; from < rows; from += batchRows) {
          const numbers = BigInt64Array.from({ length: Math.min(batchRows, rows - from) }, (_, row) =>
            BigInt(from + row + 1),
          );
          const buffers = [new Uint8Array(0), new Uint8Array(numbers.buffer)];
          await output.emit({ rows: numbers.length, arrowIpc: encode(numbers.length, [0], buffers) });
        }
      },
      async close() {},
    }),
  },
});
