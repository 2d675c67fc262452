import type { PipelineProblem, RunError } from '../engine/types.ts';

/** Thrown where problems, found before a row moved, end the run: all of them together. */
export class PipelineProblems extends Error {
  readonly problems: readonly PipelineProblem[];

  constructor(problems: readonly PipelineProblem[]) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    super(errors.map(({ message }) => message).join('; '));
    this.name = 'PipelineProblems';
    this.problems = errors;
  }

  toRunErrors(): readonly RunError[] {
    return this.problems.map((problem) => {
      const { severity: _, ...error } = problem;
      return error;
    });
  }
}
