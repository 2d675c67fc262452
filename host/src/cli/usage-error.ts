import { Errors } from '@oclif/core';

/** A mistake on the command line that oclif's parser can't see; it fails as those do that the parser sees. */
export function usageError(message: string): Errors.CLIError {
  return new Errors.CLIError(message, { exit: 2 });
}
