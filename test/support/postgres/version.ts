import { Client } from 'pg';

/** What the server at `url` says of itself. */
export async function readVersion(url: string): Promise<{ version: string; majorVersion: number }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    const version = rows[0]?.server_version.split(' ')[0] ?? '';
    return { version, majorVersion: Number.parseInt(version, 10) };
  } finally {
    await client.end();
  }
}
