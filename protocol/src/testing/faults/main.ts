#!/usr/bin/env node
/**
 * Writes a launcher, for tests that are not written in JavaScript:
 *
 *     rapidbyte-fault --out broken.mjs --kind kill --message committed --direction to_host -- ./my-connector --verbose
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkFault, type Fault, faultKinds } from './fault.ts';
import { writeLauncher } from './launcher.ts';
import { messagesOf } from './message-names.ts';

const usage = `Usage: rapidbyte-fault --out FILE.mjs [options] -- CONNECTOR [ARGUMENT …]

Writes FILE.mjs, which runs the connector and injects one fault. Name FILE.mjs under \`use:\` of a pipeline.

  --kind KIND            ${faultKinds.join(', ')}
  --message NAME         as docs/PROTOCOL.md and connector.proto name it (begin, batch, committed, …)
  --direction DIRECTION  to_connector or to_host; needed only where both have such a message
  --when WHEN            before the message is passed on, or after; before if not given
  --occurrence N         of that message in a process; 1 if not given
  --fired FILE           written when the fault is injected; while it exists, no other process gets the fault
  --trace FILE           gets a line for each message

Without --kind the connector is only watched.
`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      kind: { type: 'string' },
      message: { type: 'string' },
      direction: { type: 'string' },
      when: { type: 'string', default: 'before' },
      occurrence: { type: 'string', default: '1' },
      fired: { type: 'string' },
      trace: { type: 'string' },
    },
  });
  const [file, ...parameters] = positionals;
  if (values.out === undefined || file === undefined) throw new Error('--out and a connector are needed');
  const command: [string, ...string[]] = [file.includes('/') ? resolve(file) : file, ...parameters];
  const { kind, message = '', direction = directionOf(message), when, occurrence, fired, trace } = values;
  const fault = { kind, message, direction, when, occurrence: Number(occurrence) } as Fault;
  if (kind !== undefined) checkFault(fault);
  writeLauncher(values.out, {
    command,
    ...(kind === undefined ? {} : { fault }),
    ...(fired === undefined ? {} : { fired: resolve(fired) }),
    ...(trace === undefined ? {} : { trace: resolve(trace) }),
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}

/** Of a message that goes one way only. */
function directionOf(message: string): string | undefined {
  const ways = (['to_connector', 'to_host'] as const).filter((way) => messagesOf(way).includes(message));
  return ways.length === 1 ? ways[0] : undefined;
}
