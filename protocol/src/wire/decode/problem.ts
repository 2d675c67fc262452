import type { ConnectorErrorDetails, Problem, StreamName } from '../../error.ts';
import type { v1 } from '../../gen/messages.js';
import { commitStates, errorCategories, severities } from '../enums.ts';
import { count, optional, required } from './fields.ts';

export function streamName(value: v1.StreamName.$Properties | null | undefined, where: string): StreamName {
  const { namespace, name } = required(value, where);
  return { namespace: namespace ?? '', name: name ?? '' };
}

export function problem(value: v1.Problem.$Properties, where: string): Problem {
  return {
    severity: severities.word(value.severity, `${where}.severity`),
    category: errorCategories.word(value.category, `${where}.category`),
    code: value.code ?? '',
    message: value.message ?? '',
    ...optional('path', value.path),
    ...optional('hint', value.hint),
    ...(value.stream ? { stream: streamName(value.stream, `${where}.stream`) } : {}),
    ...optional('column', value.column),
  };
}

export function problems(values: readonly v1.Problem.$Properties[] | null | undefined, where: string): Problem[] {
  return (values ?? []).map((value, index) => problem(value, `${where}[${index}]`));
}

export function errorDetails(value: v1.Error.$Properties): Omit<ConnectorErrorDetails, 'cause'> {
  return {
    category: errorCategories.word(value.category, 'error.category'),
    code: value.code ?? '',
    message: value.message ?? '',
    ...optional('path', value.path),
    ...optional('hint', value.hint),
    retryable: value.retryable ?? false,
    ...optional('retryAfterMs', count(value.retryAfterMs, 'error.retry_after_ms')),
    ...(value.commitState ? { commitState: commitStates.word(value.commitState, 'error.commit_state') } : {}),
    ...optional('stream', value.stream),
    ...optional('column', value.column),
  };
}
