/**
 * node link.program.ts ROUND_TRIP_MS:MBIT HOST:PORT… – a link in front of each server, on a port of its own of 127.0.0.1.
 * The ports are one line of JSON on stdout. It ends with its input.
 */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { carry, type Upstream } from './connection.ts';
import { paceOf, parseLinkShape } from './pacing.ts';

const [shape = '', ...addresses] = process.argv.slice(2);
const pace = paceOf(parseLinkShape(shape));
const servers = await Promise.all(addresses.map((address) => listen(parseAddress(address))));
console.log(JSON.stringify(servers.map((server) => (server.address() as AddressInfo).port)));
process.stdin.on('end', () => process.exit()).resume();

function listen(upstream: Upstream): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (client) => carry(client, upstream, pace));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function parseAddress(address: string): Upstream {
  const [host, port] = address.split(':');
  if (host === undefined || port === undefined) throw new Error(`"${address}" is not HOST:PORT`);
  return { host, port: Number(port) };
}
