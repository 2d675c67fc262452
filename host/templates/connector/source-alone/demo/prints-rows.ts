// A destination for trying the source out: it prints the rows to its log, and keeps nothing.
import { createBatchDecoder, decodeSchema, log, serve } from '@rapidbyte/connector';

await serve({
  destination: {
    identity: { name: 'prints-rows', version: '1.0.0' },
    configSchema: { type: 'object' },
    writeModes: ['append'],
    configure: async () => [],
    check: async (offers) => ({
      problems: [],
      system: 'its log',
      streams: offers.map(({ variants }) => ({
        arrowSchema: variants[0]?.arrowSchema ?? new Uint8Array(0),
        guarantee: 'at_least_once',
        guaranteeReason: 'what is printed stays printed',
        target: 'its log',
      })),
    }),
    begin: async ({ streams }) => streams.map(() => ({ epoch: 1, receipts: [], cleaned: [] })),
    async open({ loadId, streams, epochs, unit }) {
      const [stream] = streams;
      if (stream === undefined) throw new Error('Open names no stream');
      const decode = createBatchDecoder(decodeSchema(stream.arrowSchema));
      let rows = 0;
      let bytes = 0;
      return {
        async write(batch) {
          for (const [index, { buffers }] of decode(batch.arrowIpc).columns.entries()) {
            const values = Buffer.from(buffers.at(-1) ?? [])
              .toString()
              .slice(0, 200);
            log('warn', `${batch.rows} rows, ${stream.columns[index]?.name}: ${values}`);
          }
          rows += batch.rows;
          bytes += batch.arrowIpc.length;
        },
        async commit({ checkpointId }) {
          return { loadId, stream: stream.name, unit: unit.id.unit, epoch: epochs[0] ?? 0, checkpointId, rows, bytes };
        },
        finish: async () => ({ rows, bytes }),
        async abort() {},
      };
    },
    publish: async ({ streams, receipts }) =>
      streams.map(({ name }) => {
        const own = receipts.filter(({ stream }) => stream.namespace === name.namespace && stream.name === name.name);
        return { rows: own.reduce((sum, { rows }) => sum + rows, 0), method: 'printed', lockMs: 0, warnings: [] };
      }),
  },
});
