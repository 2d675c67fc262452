import type { ConnectorErrorDetails, Problem, StreamName } from '../../error.ts';
import type { v1 } from '../../gen/messages.js';
import { commitStates, errorCategories, severities } from '../enums.ts';

export function streamName(value: StreamName): v1.StreamName.$Properties {
  return { namespace: value.namespace, name: value.name };
}

export function problem(value: Problem): v1.Problem.$Properties {
  return {
    severity: severities.number(value.severity),
    category: errorCategories.number(value.category),
    code: value.code,
    message: value.message,
    path: value.path ?? null,
    hint: value.hint ?? null,
    stream: value.stream === undefined ? null : streamName(value.stream),
    column: value.column ?? null,
  };
}

export function errorDetails(session: number, value: Omit<ConnectorErrorDetails, 'cause'>): v1.Error.$Properties {
  return {
    session,
    category: errorCategories.number(value.category),
    code: value.code,
    message: value.message,
    path: value.path ?? null,
    hint: value.hint ?? null,
    retryable: value.retryable ?? false,
    retryAfterMs: value.retryAfterMs ?? null,
    commitState: value.commitState === undefined ? null : commitStates.number(value.commitState),
    stream: value.stream ?? null,
    column: value.column ?? null,
  };
}
