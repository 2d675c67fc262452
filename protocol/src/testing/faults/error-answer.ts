import type { ConnectorErrorDetails } from '../../error.ts';
import type { ConnectorMessage, HostMessage } from '../../model/message.ts';
import { skimBatch } from '../../wire/batch-skim.ts';
import { connectorMessage, hostMessage } from '../../wire/decode/message.ts';
import { connectorFrame, hostFrame } from '../../wire/encode/message.ts';
import { lengthPrefixBytes } from '../../wire/limits.ts';
import type { Fault } from './fault.ts';
import { isOfSession, type Direction } from './message-names.ts';

/** What the wrapper does when an Error takes the place of what the connector says. */
export interface Answered {
  /** Frames for the host. */
  readonly toHost: readonly Uint8Array[];
  /** Frames for the connector, which must not go on with what it is told has failed. */
  readonly toConnector: readonly Uint8Array[];
  /** The Error has ended the process (ERROR-3): nobody had asked for anything. */
  readonly ends: boolean;
}

const nothing: Answered = { toHost: [], toConnector: [], ends: false };

/**
 * The connector's part of a protocol in which it has failed, although it has not: an Error with a session ends that
 * session, one without answers the request that is under way, and what the connector still says of either is dropped.
 */
export class ErrorAnswer {
  readonly #fault: Fault;
  /** The request that the connector has not answered yet. */
  #pending: string | null = null;
  #instead: 'answer' | 'error' | 'nothing' = 'answer';
  readonly #dead = new Set<number>();

  constructor(fault: Fault) {
    this.#fault = fault;
  }

  /** Follows what passes. True where the frame belongs to what has been answered by an Error: it is to be dropped. */
  drops(direction: Direction, name: string, frame: Uint8Array): boolean {
    if (isOfSession(direction, name)) {
      const session = sessionOf(direction, name, frame);
      if (session > 0) return this.#dead.has(session);
    }
    if (direction === 'to_connector') {
      if (isRequest(name)) {
        this.#pending = name;
        this.#instead = 'answer';
      }
      return false;
    }
    if (name === 'stats' || this.#pending === null) return false;
    if (name === 'error' || isLast(frame)) this.#pending = null;
    return this.#instead !== 'answer';
  }

  /** True where the connector's next answer, which is to be dropped, is the moment of the Error. */
  get isDue(): boolean {
    return this.#instead === 'error';
  }

  /** At the message of the fault, which `drops` has seen. */
  answer(direction: Direction, name: string, frame: Uint8Array): Answered {
    const session = isOfSession(direction, name) ? sessionOf(direction, name, frame) : 0;
    if (session > 0) {
      this.#dead.add(session);
      const stop: HostMessage = { type: 'stop', session, deadlineMs: 0, reason: 'a fault was injected', abort: true };
      return { toHost: [this.#error(session)], toConnector: [hostFrame(stop)], ends: false };
    }
    if (direction === 'to_connector' && isRequest(name)) {
      if (this.#fault.when === 'before') {
        this.#pending = null;
        return { ...nothing, toHost: [this.#error(0)] };
      }
      // The connector does what it was asked to, and its answer is replaced: until then it takes no other request.
      this.#instead = 'error';
      return nothing;
    }
    const replacesAnswer =
      direction === 'to_host' && this.#fault.when === 'before' && name !== 'welcome' && name !== 'stats';
    if (this.#pending === null && !replacesAnswer) return { ...nothing, toHost: [this.#error(0)], ends: true };
    return this.due();
  }

  /** At the answer that the Error replaces. */
  due(): Answered {
    this.#instead = 'nothing';
    return { ...nothing, toHost: [this.#error(0)] };
  }

  #error(session: number): Uint8Array {
    const { direction, message, when, error: wanted } = this.#fault;
    const details: Omit<ConnectorErrorDetails, 'cause'> = {
      category: wanted?.category ?? 'transient',
      code: wanted?.code ?? 'injected_fault',
      message: `a fault was injected ${when} "${message}" ${direction === 'to_host' ? 'to the host' : 'to the connector'}`,
      hint: 'this is a test of what a failure does',
      retryable: wanted?.retryable ?? wanted === undefined,
      commitState: direction === 'to_connector' && when === 'before' ? 'before' : 'unknown',
    };
    return connectorFrame({ type: 'error', session, error: details });
  }
}

/** LIFE-2: every message to a connector that is about no session is one, but for the first and the last. */
function isRequest(name: string): boolean {
  return name !== 'hello' && name !== 'close' && !isOfSession('to_connector', name);
}

/** LIFE-3: some answers come in several messages. */
function isLast(frame: Uint8Array): boolean {
  const message = connectorMessage(frame.subarray(lengthPrefixBytes));
  return !('last' in message) || message.last;
}

function sessionOf(direction: Direction, name: string, frame: Uint8Array): number {
  if (name === 'batch') return skimBatch([frame], frame.length, lengthPrefixBytes)?.header.session ?? 0;
  const body = frame.subarray(lengthPrefixBytes);
  const message: HostMessage | ConnectorMessage = direction === 'to_host' ? connectorMessage(body) : hostMessage(body);
  return 'session' in message ? message.session : 0;
}
