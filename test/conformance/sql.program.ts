/** Runs a statement, and prints nothing: `sql.program.ts URL STATEMENT`. */
import { Client } from 'pg';

const [, , connectionString, statement = ''] = process.argv;
const client = new Client({ connectionString });
await client.connect();
try {
  await client.query(statement);
} finally {
  await client.end();
}
