import { type RunContext, warn } from './context.ts';
import type { Crew } from './crew.ts';
import { MemoryRelief } from './memory-relief.ts';
import { memoryMessage, MemoryWatch } from './memory-watch.ts';

/** Warns, gives memory back where it can, and ends the load where that is of no use. */
export function watchMemory(context: RunContext, stop: AbortController, crew: Crew): MemoryWatch {
  const limitBytes = context.config.resources.maxMemoryBytes;
  const relief = new MemoryRelief(crew);
  return new MemoryWatch({
    limitBytes,
    connectorBytes: () => context.clients.reduce((sum, client) => sum + client.memoryBytes, 0),
    onExceeded: (usedBytes) => {
      if (!relief.relieve(memoryMessage(usedBytes, limitBytes))) return false;
      warn(context, {
        severity: 'warning',
        category: 'internal',
        code: 'memory_exceeded',
        message: memoryMessage(usedBytes, limitBytes),
        hint: 'Raise resources.max_memory: the run is stopped if this lasts.',
        path: 'resources.max_memory',
        side: 'host',
        retryable: false,
      });
      return true;
    },
    onFailed: (error) => {
      if (!stop.signal.aborted) stop.abort(error);
    },
  });
}
