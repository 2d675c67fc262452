import { Errors } from '@oclif/core';
import { parseStreamPattern, StreamNameError } from '../config/stream-name.ts';

/** One stream, as a pipeline writes it. @throws CLIError, as oclif's parser does, if it is no name or has wildcards */
export function streamArgument(text: string): { readonly namespace: string; readonly name: string } {
  try {
    const { namespace, name } = parseStreamPattern(text);
    if (name.length === 1 && (namespace === null || namespace.length === 1)) {
      return { namespace: namespace?.[0] ?? '', name: name[0] };
    }
  } catch (error) {
    if (!(error instanceof StreamNameError)) throw error;
    throw usage(`"${text}" is not a stream name: ${error.message}; ${error.hint}`);
  }
  throw usage(`"${text}" has a wildcard; name one stream`);
}

function usage(message: string): Errors.CLIError {
  return new Errors.CLIError(message, { exit: 2 });
}
