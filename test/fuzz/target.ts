/** What is fed with inputs that nobody would write. */
export interface FuzzTarget {
  /** Also its folder in the corpus. */
  readonly name: string;
  /** It takes tens of milliseconds for an input. */
  readonly isSlow?: boolean;
  /** Inputs as they should be; the others are made of them. */
  readonly seeds: () => readonly Uint8Array[];
  /** Knows how inputs are built; bytes are changed as well. */
  readonly mutate?: Mutation;
  /**
   * Takes one input. Refusing it with a typed error is right; so is taking it, where what is promised of it holds.
   * @returns whether it was taken: seeds are
   * @throws whatever is thrown is a finding
   */
  readonly run: (input: Uint8Array) => boolean | Promise<boolean>;
}

export type Mutation = (input: Uint8Array, random: Random) => Uint8Array;
export type { Random } from '../support/random.ts';
import type { Random } from '../support/random.ts';

/** An input is never longer: what grows with it is seen with less. */
export const maxInputBytes = 256 * 1024;

/** Runs a step that may refuse its input with an error of this kind only. @returns undefined where it has */
export function orRefused<T>(kind: abstract new (...args: never[]) => Error, step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (error instanceof kind) return undefined;
    throw error;
  }
}
