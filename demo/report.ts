import type { ShopTable } from './shop.ts';

/** Says what is being done and, when it is done, how long it took. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  process.stdout.write(`${title} … `);
  try {
    const result = await work();
    console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    console.log('failed');
    throw error;
  }
}

export function printTables(tables: readonly ShopTable[], differing: ReadonlyMap<string, readonly string[]>): void {
  for (const { name, rows } of tables) {
    const differences = differing.get(name);
    const verdict = differences === undefined ? 'equal' : `DIFFERENT: ${differences.join('; ')}`;
    console.log(`  ${name.padEnd(12)} ${rows.toLocaleString('en').padStart(9)} rows  ${verdict}`);
  }
  const total = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(
    differing.size === 0
      ? `\nAll ${tables.length} tables arrived: ${total.toLocaleString('en')} rows, with the same columns, types, keys and values.`
      : `\n${differing.size} of ${tables.length} tables did not arrive as they were.`,
  );
}

/** After the servers' end. */
export function printNext(): void {
  console.log(`
What to try next:
  npm run demo -- --keep               the same, but the servers stay until Ctrl-C, for experiments
  npx rapidbyte connectors             which connectors there are, and where
  npx rapidbyte spec source-postgres   what a connector can be told
  npm test                             the tests, on servers like these

The servers and their data are gone.`);
}

/** While the servers run. */
export function printKept(pipeline: string, sourceUrl: string, destinationUrl: string): void {
  console.log(`
Both servers are running, until you press Ctrl-C:
  shop       ${sourceUrl}
  warehouse  ${destinationUrl}

In another terminal, in this folder:
  npx rapidbyte check ${pipeline}
  npx rapidbyte discover ${pipeline}
  npx rapidbyte run ${pipeline} --json
`);
}
