import type { ConnectorClient } from '../connector/client.ts';
import { forgetTimeoutMs } from '../connector/deadlines.ts';
import { PipelineError } from '../connector/error.ts';
import { type RunContext, warn } from './context.ts';
import type { Load } from './load.ts';

/**
 * Drops an unfinished load's staging, if the destination can still be asked to; else the next Begin does it. What a continuing
 * stream has committed stays, and so does its position.
 */
export async function forget(context: RunContext, destination: ConnectorClient, load: Load): Promise<void> {
  if (!load.isBeginAsked || !destination.idle) return;
  try {
    await destination.request(
      {
        type: 'forget',
        loadId: load.loadId,
        streams: load.streams.map(({ spec }) => spec),
        epochs: load.streams.map(({ epoch }) => epoch),
      },
      { answer: 'forgotten', timeoutMs: forgetTimeoutMs, evenIfCancelled: true },
    );
  } catch (error) {
    const { message, ...failure } = PipelineError.blame(error, destination.blame()).toRunError();
    warn(context, {
      ...failure,
      severity: 'warning',
      message: `Staging of this load may be left over, until the next run drops it: ${message}`,
    });
  }
}
