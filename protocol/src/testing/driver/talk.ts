import type { ConnectorErrorDetails } from '../../error.ts';
import type { ConnectorMessage, HostMessage } from '../../model/message.ts';
import { NotReached } from '../verdict.ts';
import type { Heard } from './output.ts';
import type { RequestWait, Subject } from './subject.ts';

export type MessageType = ConnectorMessage['type'];
export type MessageOf<Type extends MessageType> = Extract<ConnectorMessage, { readonly type: Type }>;
export type HeardMessage<Type extends MessageType = MessageType> = Extract<Heard, { kind: 'message' }> & {
  readonly message: MessageOf<Type>;
};
export type HeardBatch = Extract<Heard, { kind: 'batch' }>;
export type ErrorDetails = Omit<ConnectorErrorDetails, 'cause'>;

export function isMessage<Type extends MessageType>(
  heard: Heard,
  ...types: readonly Type[]
): heard is HeardMessage<Type> {
  return heard.kind === 'message' && types.some((type) => type === heard.message.type);
}

/** The session that a frame belongs to; 0 for the process's own, and for what can't be read. */
export function sessionOf(heard: Heard): number {
  if (heard.kind === 'batch') return heard.header.session;
  return heard.kind === 'message' && 'session' in heard.message ? heard.message.session : 0;
}

export function isError(heard: Heard, session: number): heard is HeardMessage<'error'> {
  return isMessage(heard, 'error') && heard.message.session === session;
}

/** The messages of this type among what has come since `from`. */
export function messagesSince<Type extends MessageType>(subject: Subject, from: number, type: Type): MessageOf<Type>[] {
  return subject.heard.slice(from).flatMap((heard) => (isMessage(heard, type) ? [heard.message] : []));
}

/** Waits for an Error with session 0, or for the end of the process. Null if neither comes. */
export async function refusal(
  subject: Subject,
  from: number,
  milliseconds: number,
): Promise<{ readonly error: ErrorDetails | null } | null> {
  const errors = (): MessageOf<'error'>[] =>
    messagesSince(subject, from, 'error').filter(({ session }) => session === 0);
  const came = await subject.until(() => subject.exit !== null || errors().length > 0, milliseconds);
  return came ? { error: errors()[0]?.error ?? null } : null;
}

const answerOf = {
  hello: 'welcome',
  spec: 'spec',
  configure: 'configured',
  check: 'checked',
  discover: 'discovered',
  plan: 'planned',
  begin: 'begun',
  publish: 'published',
  forget: 'forgotten',
  release: 'released',
} as const satisfies Partial<Record<HostMessage['type'], MessageType>>;

export type RequestType = keyof typeof answerOf;
export type Request = Extract<HostMessage, { readonly type: RequestType }>;
export type AnswerTo<Type extends RequestType> = MessageOf<(typeof answerOf)[Type]>;

export type Outcome<Answer> =
  | { readonly kind: 'answered'; readonly answers: readonly [Answer, ...Answer[]] }
  | { readonly kind: 'refused'; readonly error: ErrorDetails };

/**
 * Sends a request and waits for all of its answer, or for the Error that answers it.
 * @throws NotReached if neither comes
 */
export async function ask<Type extends RequestType>(
  subject: Subject,
  request: Request & { readonly type: Type },
  milliseconds: number,
): Promise<Outcome<AnswerTo<Type>>> {
  const from = subject.heard.length;
  subject.send(request);
  return answer<Type>(subject, request.type, from, milliseconds);
}

/** Waits for the answer to a request of this type, which was sent when `from` frames had come. */
export async function answer<Type extends RequestType>(
  subject: Subject,
  type: RequestType,
  from: number,
  milliseconds: number,
): Promise<Outcome<AnswerTo<Type>>> {
  const expected: MessageType = answerOf[type];
  const answers: AnswerTo<Type>[] = [];
  const sentMs = performance.now();
  for (let at = from; ;) {
    const heard = await subject.next(
      (each): each is HeardMessage => isMessage(each, expected) || isError(each, 0),
      at,
      milliseconds,
    );
    if (heard === null) throw new NotReached(`${type} was not answered: ${subject.condition()}`);
    const { message } = heard;
    if (type !== 'hello') subject.waits.push(waitFor(subject, type, from, sentMs, heard.atMs));
    if (message.type === 'error') return { kind: 'refused', error: message.error };
    const answered = message as AnswerTo<Type>;
    answers.push(answered);
    const goesOn = (message.type === 'discovered' || message.type === 'planned') && !message.last;
    if (!goesOn) return { kind: 'answered', answers: answers as [AnswerTo<Type>, ...AnswerTo<Type>[]] };
    at = subject.heard.indexOf(heard) + 1;
  }
}

/** The answer, where nothing else will do. @throws NotReached also if the request is refused */
export async function answersTo<Type extends RequestType>(
  subject: Subject,
  request: Request & { readonly type: Type },
  milliseconds: number,
): Promise<readonly [AnswerTo<Type>, ...AnswerTo<Type>[]]> {
  const outcome = await ask<Type>(subject, request, milliseconds);
  if (outcome.kind === 'answered') return outcome.answers;
  throw new NotReached(`${request.type} was refused: ${outcome.error.message} (${outcome.error.code})`);
}

function waitFor(subject: Subject, request: string, from: number, sentMs: number, answeredMs: number): RequestWait {
  let last = sentMs;
  let longestSilenceMs = 0;
  for (const heard of [...subject.heard.slice(from), null]) {
    if (heard !== null && !(isMessage(heard, 'stats') && heard.message.session === 0)) continue;
    const at = heard?.atMs ?? answeredMs;
    longestSilenceMs = Math.max(longestSilenceMs, at - last);
    last = at;
  }
  return { request, tookMs: answeredMs - sentMs, longestSilenceMs };
}
