import { Args } from '@oclif/core';

export const pipelineArgument = Args.string({ description: 'The pipeline file.', required: true });
