import { describe, expect, it } from 'vitest';
import { runFixture } from '../support/fixture-pipeline.ts';
import type { RunError } from '../../host/src/engine/types.ts';

/** A fault, the part of the error that has to be right, and which requests the destination may have seen. */
interface Fault {
  readonly name: string;
  readonly source?: string;
  readonly destination?: string;
  readonly error: Partial<RunError>;
  readonly message: RegExp;
  readonly journal?: readonly string[];
}

const cleanedUp = ['begin numbers', 'forget numbers'];

const faults: readonly Fault[] = [
  {
    name: 'is missing',
    source: 'no-such-connector',
    error: { code: 'connector_not_found', category: 'config', path: 'source.use', side: 'source' },
    message: /There is no connector at .*no-such-connector/,
  },
  {
    name: 'may not be executed',
    source: 'not-executable',
    error: { code: 'connector_not_executable', category: 'config', path: 'source.use' },
    message: /not-executable/,
  },
  {
    name: 'exits at once',
    source: 'exits-at-once',
    error: { code: 'connector_exited', side: 'source', exit: { code: 3, signal: null } },
    message: /exited with code 3 during the handshake/,
  },
  {
    name: 'never shakes hands',
    source: 'never-shakes-hands',
    error: { code: 'handshake_timeout', category: 'protocol', side: 'source' },
    message: /has not shaken hands within 6 s/,
  },
  {
    name: 'prints to stdout',
    source: 'prints-to-stdout',
    error: { code: 'bad_magic', category: 'protocol', side: 'source' },
    message: /Starting the connector on port 8080/,
  },
  {
    name: 'answers with millions of empty streams',
    source: 'sends-empty-streams',
    error: { code: 'malformed_message', category: 'protocol', side: 'source' },
    message: /more than 2097152 fields/,
  },
  {
    name: 'prints between two frames',
    source: 'prints-between-frames',
    error: { code: 'frame_too_large', category: 'protocol', side: 'source' },
    message: /debug: connecting/,
  },
  {
    name: 'speaks another version',
    source: 'other-version',
    error: { code: 'version_unsupported', category: 'protocol', side: 'source' },
    message: /version 1.*99/,
  },
  {
    name: 'has another role',
    source: 'wrong-role',
    error: { code: 'wrong_role', category: 'config', path: 'source.use' },
    message: /"counter" cannot be used as a source: it is a destination/,
  },
  {
    name: 'hangs in a request',
    source: 'hangs-in-check',
    error: { code: 'stalled', category: 'protocol', side: 'source', connector: 'generator' },
    message: /no sign of life for 5 s, while it owed an answer to "check"/,
  },
  {
    name: 'sends an oversized frame',
    source: 'oversized-frame',
    error: { code: 'frame_too_large', side: 'source', stream: 'demo.numbers' },
    message: /3221225472 bytes/,
    journal: cleanedUp,
  },
  {
    name: 'sends a truncated frame',
    source: 'truncated-frame',
    error: { code: 'truncated_frame', side: 'source', exit: { code: 0, signal: null } },
    message: /ended within a frame/,
    journal: cleanedUp,
  },
  {
    name: 'sends a garbage frame',
    source: 'garbage-frame',
    error: { code: 'malformed_message', category: 'protocol', side: 'source' },
    message: /source connector "generator"/,
    journal: cleanedUp,
  },
  {
    name: 'stops in the middle of a batch',
    source: 'stops-mid-batch',
    error: { code: 'stalled', side: 'source', stream: 'demo.numbers' },
    message: /no sign of life for 5 s/,
    journal: cleanedUp,
  },
  {
    name: 'stops in the middle of a batch, as a destination',
    destination: 'dest-stops-mid-batch',
    error: { code: 'stalled', side: 'destination', connector: 'counter', stream: 'demo.numbers' },
    message: /no sign of life for 5 s/,
    journal: ['begin numbers'],
  },
  {
    name: 'talks of a session that is not open',
    source: 'talks-of-another-session',
    error: { code: 'unknown_session', category: 'protocol', side: 'source', connector: 'generator' },
    message: /sent "done" for session 9, which is not open/,
    journal: cleanedUp,
  },
  {
    name: 'answers what nobody has asked',
    source: 'answers-unasked',
    error: { code: 'unexpected_message', category: 'protocol', side: 'source' },
    message: /sent "forgotten" when nothing was asked/,
    journal: cleanedUp,
  },
  {
    name: 'closes its stdout and lives on',
    source: 'closes-stdout',
    error: { code: 'unexpected_eof', category: 'protocol', side: 'source' },
    message: /closed its standard output in a session, and its process lives on/,
    journal: cleanedUp,
  },
  {
    name: 'dies by a signal',
    source: 'dies-by-signal',
    error: {
      code: 'connector_killed',
      side: 'source',
      exit: { code: null, signal: 'SIGKILL' },
      stream: 'demo.numbers',
    },
    message: /killed by SIGKILL in a session/,
    journal: cleanedUp,
  },
  {
    name: 'dies by a signal, as a destination',
    destination: 'dest-dies-by-signal',
    error: { code: 'connector_killed', side: 'destination', exit: { code: null, signal: 'SIGKILL' } },
    message: /destination connector "counter": Its process was killed by SIGKILL/,
    journal: ['begin numbers'],
  },
  {
    name: 'sends a batch that contradicts its schema',
    source: 'contradicts-schema',
    error: { code: 'batch_invalid', side: 'source', connector: 'generator', stream: 'demo.numbers' },
    message: /1 fields and 2 buffers; its schema has 2 and 5/,
    journal: cleanedUp,
  },
  {
    name: 'sends a batch that contradicts its header',
    source: 'header-contradicts-batch',
    error: { code: 'batch_invalid', side: 'source', connector: 'generator', stream: 'demo.numbers' },
    message: /has 10 rows, its header says 9/,
    journal: cleanedUp,
  },
  {
    name: 'reports fewer rows than it got',
    destination: 'reports-fewer-rows',
    error: { code: 'row_count_differs', side: 'destination', stream: 'demo.numbers' },
    message: /has written 4999 rows of unit "whole"; 5000 rows were passed on/,
    journal: cleanedUp,
  },
];

describe('a connector that', () => {
  it.concurrent.each(faults)('$name', async ({ source, destination, error, message, journal }) => {
    const run = await runFixture({
      ...(source === undefined ? {} : { source }),
      ...(destination === undefined ? {} : { destination }),
    });
    expect(run.result.status).toBe('failed');
    expect(run.result.errors).toHaveLength(1);
    const [found] = run.result.errors;
    expect(found).toMatchObject(error);
    expect(found?.message).toMatch(message);
    expect(found?.hint ?? '').not.toBe('');
    // Nothing became visible, and what was staged is dropped where the destination lives.
    expect(run.journal).toEqual(journal ?? []);
    expect(run.survivors).toEqual([]);
    // Six of them are a deadline; the rest is what a busy machine takes to start two processes.
    expect(run.seconds).toBeLessThan(20);
  });
});
