/** Prints what is visible of a stream of the conformance suite in a PostgreSQL database: `probe.program.ts URL`. */
import { Client, escapeIdentifier } from 'pg';

const { RAPIDBYTE_STREAM_NAMESPACE: namespace = '', RAPIDBYTE_STREAM_NAME: name = '' } = process.env;
const client = new Client({ connectionString: process.argv[2] });
await client.connect();
try {
  const table = `${escapeIdentifier(namespace)}.${escapeIdentifier(name)}`;
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  if (rows[0]?.there === true) {
    const visible = await client.query<{ id: string; label: string | null }>(`SELECT id, label FROM ${table}`);
    for (const { id, label } of visible.rows) console.log(`${id}|${label ?? ''}`);
  }
} finally {
  await client.end();
}
