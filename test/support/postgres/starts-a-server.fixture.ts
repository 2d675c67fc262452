/** Starts a server, says where, and stays: for `reaper.pg.test.ts`, which kills it. */
import { startLocalPostgres } from './local-server.ts';

const server = await startLocalPostgres();
console.log(JSON.stringify({ pid: server.pid, dataDirectory: server.dataDirectory }));
setInterval(() => undefined, 60_000);
