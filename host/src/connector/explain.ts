import { ConnectorError } from '@rapidbyte/connector';
import type { ProcessExit } from '../engine/types.ts';
import { explanationDelayMs } from './deadlines.ts';
import { errorDetails, PipelineError } from './error.ts';
import type { ConnectorProcess } from './process.ts';
import { brokenProtocolHint } from './violation.ts';

/** What a connector was doing when it failed. */
export interface Occupation {
  readonly shaken: boolean;
  readonly request: string | null;
  readonly session: number | null;
}

/** Codes that are the consequence of the process's end, if it has ended. */
const endOfOutput: ReadonlySet<string> = new Set(['unexpected_eof', 'truncated_frame', 'peer_closed']);

/**
 * The one error for a connector that has failed: the cause, or, where that is only that its output has ended, how its
 * process has; with the last of its stderr. `cause` is null for an end of output without a reason.
 */
export async function explainFailure(
  cause: unknown,
  connector: { readonly side: 'source' | 'destination'; readonly name: string; readonly process: ConnectorProcess },
  occupation: Occupation,
): Promise<PipelineError> {
  const { side, name, process } = connector;
  const error = cause === null ? null : ConnectorError.from(cause);
  const ended = error === null || endOfOutput.has(error.code);
  if (ended) await process.settle(explanationDelayMs);
  const explained = ended ? explainExit(error, process.exit, during(occupation)) : error;
  return new PipelineError({
    hint: brokenProtocolHint,
    ...errorDetails(explained),
    message: `${side} connector "${name}": ${explained.message}`,
    side,
    connector: name,
    exit: process.exit ?? undefined,
    stderrTail: process.stderr.tail,
    cause: error?.cause ?? error ?? undefined,
  });
}

/** The connector has owed a sign of life for too long. */
export function silenceError(limitMs: number, { shaken, request, session }: Occupation): ConnectorError {
  const seconds = limitMs / 1000;
  if (!shaken) {
    return new ConnectorError({
      category: 'protocol',
      code: 'handshake_timeout',
      message: `It has not shaken hands within ${seconds} s`,
      hint: 'Is this program a Rapidbyte connector? It must answer Hello on its standard input with Welcome.',
    });
  }
  const owed = request === null ? `the end of session ${session ?? 0}` : `an answer to "${request}"`;
  return new ConnectorError({
    category: 'protocol',
    code: 'stalled',
    message: `It has given no sign of life for ${seconds} s, while it owed ${owed}`,
    hint: 'The process hangs: its Stats come every two seconds otherwise. See its log, and whether the machine is short of memory.',
    retryable: true,
  });
}

function explainExit(seen: ConnectorError | null, exit: ProcessExit | null, when: string): ConnectorError {
  const cut = seen?.code === 'truncated_frame' ? ', in the middle of a frame' : '';
  const cause = seen === null ? {} : { cause: seen };
  if (exit?.signal != null) {
    return new ConnectorError({
      category: 'internal',
      code: 'connector_killed',
      message: `Its process was killed by ${exit.signal} ${when}${cut}`,
      hint:
        exit.signal === 'SIGKILL'
          ? 'Was it the out-of-memory killer (dmesg tells), or an operator? Lower resources.max_memory, or run it again.'
          : 'See the last of its stderr; report it to the connector’s author.',
      ...cause,
    });
  }
  // Code 0 in the middle of a frame is the protocol's matter, and told as what was seen.
  if (exit !== null && (exit.code !== 0 || seen?.code !== 'truncated_frame')) {
    return new ConnectorError({
      category: 'internal',
      code: 'connector_exited',
      message: `Its process exited with code ${exit.code ?? 0} ${when}${cut}, without an error message`,
      hint: 'See the last of its stderr; report it to the connector’s author.',
      ...cause,
    });
  }
  if (seen !== null) return seen;
  return new ConnectorError({
    category: 'protocol',
    code: 'unexpected_eof',
    message: `It has closed its standard output ${when}, and its process lives on`,
    hint: 'A connector keeps standard output open until it exits. Report it to its author.',
  });
}

function during({ shaken, request, session }: Occupation): string {
  if (!shaken) return 'during the handshake';
  if (request !== null) return `during "${request}"`;
  return session === null ? 'between requests' : 'in a session';
}
