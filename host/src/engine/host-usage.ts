import { hostIdentity } from '../connector/identity.ts';
import type { ProcessPeak } from './types.ts';

export interface HostUsage {
  peak(): ProcessPeak;
}

/** Measures this process from now on; its memory is the highest since it began. */
export function hostUsage(): HostUsage {
  const start = process.cpuUsage();
  return {
    peak: () => {
      const { user, system } = process.cpuUsage(start);
      return {
        side: 'host',
        connector: hostIdentity.name,
        pid: process.pid,
        cpuMs: (user + system) / 1000,
        memoryBytes: process.resourceUsage().maxRSS * 1024,
      };
    },
  };
}
