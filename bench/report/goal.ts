import type { Case } from '../cases.ts';
import type { CaseResult } from '../runs.ts';

export interface Goal {
  readonly text: string;
  readonly appliesTo: (measured: Case) => boolean;
  /** In words, and whether it is reached. */
  readonly judge: (result: CaseResult) => Judgement;
}

export interface Judgement {
  readonly figure: string;
  /** `undefined`: what it is measured against was not there, or the noise was too much. */
  readonly reached: boolean | undefined;
}

export const isCase =
  (...names: string[]) =>
  ({ name }: Case): boolean =>
    names.includes(name);
