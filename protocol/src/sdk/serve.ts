import { createReadStream, createWriteStream } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { ConnectorError } from '../error.ts';
import { ConnectorChannel } from '../wire/connector-channel.ts';
import { FrameAssembler } from '../wire/frame-assembler.ts';
import { defaultMaxFrameBytes } from '../wire/limits.ts';
import { ConnectorProcess, type Connector } from './connector-process.ts';
import { log } from './log.ts';

const stdinFd = 0;
const stdoutFd = 1;

/**
 * The whole life of a connector process: speaks the protocol on stdin and stdout on behalf of the given source or
 * destination, and ends the process when the host says so or is gone. Does not return.
 */
export async function serve(connector: Connector): Promise<void> {
  const output = takeStdout();
  const channel = new ConnectorChannel(output);
  const life = new ConnectorProcess(connector, channel, (maxFrameBytes) => {
    assembler.maxFrameBytes = maxFrameBytes;
  });
  const assembler = new FrameAssembler(defaultMaxFrameBytes, life);

  output.once('error', () => void life.end(1, 'the host no longer reads'));
  process.once('SIGTERM', () => void life.end(143, 'SIGTERM'));
  // Ctrl-C in a terminal reaches the whole process group; stopping the run is the host's to do.
  process.on('SIGINT', () => {});
  process.once('uncaughtException', (error) => life.fatal(ConnectorError.from(error)));
  process.once('unhandledRejection', (error) => life.fatal(ConnectorError.from(error)));

  channel.sendMagic().catch(() => {});
  readStdin(assembler, life);
  process.exit(await life.exit);
}

/** Frames are the only thing on stdout: what anything else in the process prints goes to stderr. */
function takeStdout(): Writable {
  Object.defineProperty(process, 'stdout', { configurable: true, get: () => process.stderr });
  try {
    return new Socket({ fd: stdoutFd, readable: false, writable: true });
  } catch {
    return createWriteStream('', { fd: stdoutFd }); // a file: for debugging
  }
}

function readStdin(assembler: FrameAssembler, life: ConnectorProcess): void {
  const step = (work: () => void): boolean => {
    try {
      work();
    } catch (error) {
      life.fatal(ConnectorError.from(error));
    }
    return true;
  };
  const ended = (): void => {
    step(() => assembler.end());
    life.inputEnded();
  };
  let input: Readable;
  try {
    // Bytes go from the kernel straight to where they stay.
    const onread = {
      buffer: () => assembler.target(),
      callback: (bytes: number) => step(() => assembler.advance(bytes)),
    };
    input = new Socket({ fd: stdinFd, readable: true, writable: false, onread });
  } catch {
    input = createReadStream('', { fd: stdinFd }); // a file or a terminal
    input.on('data', (chunk: Buffer) => step(() => assembler.push(chunk)));
  }
  input.on('end', ended);
  input.on('error', (error) => {
    log('error', 'reading the input failed', { cause: error.message });
    life.inputEnded();
  });
  input.resume();
}
