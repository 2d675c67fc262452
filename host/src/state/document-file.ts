import { readTextFile, TextFileError } from '../config/read-text-file.ts';
import { PipelineError } from '../connector/error.ts';

/** A hundred runs of two thousand streams are less. */
const maxDocumentBytes = 256 * 2 ** 20;

/** @throws PipelineError `state_document_not_readable` */
export function readDocument(file: string): string {
  try {
    return readTextFile(file, maxDocumentBytes);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    throw new PipelineError({
      side: 'host',
      category: 'config',
      code: 'state_document_not_readable',
      message: `the state document ${file} ${error.message}`,
      hint: 'name the file that holds what rapidbyte state export has printed',
    });
  }
}
