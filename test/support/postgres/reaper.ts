import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryBase, unprivilegedUser, type UnprivilegedUser } from './unprivileged-user.ts';

/**
 * Reads "+pid" and "-pid" lines. At end of input, which comes when our process is gone for whatever reason (SIGKILL
 * included), it stops every server still listed and removes the folder.
 */
const script = `
trap '' HUP INT TERM
root=$1
pids=
while IFS= read -r line; do
  pid=\${line#?}
  case $line in
    +*) pids="$pids $pid" ;;
    -*) left=; for p in $pids; do [ "$p" = "$pid" ] || left="$left $p"; done; pids=$left ;;
  esac
done
for signal in INT QUIT KILL; do
  alive=
  for p in $pids; do kill -s $signal "$p" 2>/dev/null && alive="$alive $p"; done
  pids=$alive
  tries=0
  while [ -n "$pids" ] && [ $tries -lt 70 ]; do
    sleep 0.1
    tries=$((tries + 1))
    alive=
    for p in $pids; do kill -0 "$p" 2>/dev/null && alive="$alive $p"; done
    pids=$alive
  done
done
rm -rf -- "$root"
`;

/** What all servers of this process share: a folder, and a reaper that outlives us and leaves nothing behind. */
export interface ServerHome {
  /** Removed with everything in it when this process ends. Others may enter it, not list it. */
  readonly directory: string;
  readonly user: UnprivilegedUser | undefined;
  /** From now on the process is stopped when ours ends. */
  watch(pid: number): void;
  /** The process has exited. */
  unwatch(pid: number): void;
}

let home: ServerHome | undefined;

/** The one of this process; made by the first call. */
export function serverHome(): ServerHome {
  home ??= openServerHome();
  return home;
}

function openServerHome(): ServerHome {
  const user = unprivilegedUser();
  const directory = mkdtempSync(join(temporaryBase(user), 'rapidbyte-pg-'));
  chmodSync(directory, 0o711);
  // Detached: a Ctrl-C goes to the terminal's process group, and must not reach the reaper before its time.
  const reaper = spawn('sh', ['-c', script, 'rapidbyte-postgres-reaper', directory], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keepLoopFree(reaper);
  const send = (line: string): void => {
    reaper.stdin?.write(`${line}\n`);
  };
  return { directory, user, watch: (pid) => send(`+${pid}`), unwatch: (pid) => send(`-${pid}`) };
}

function keepLoopFree(child: ChildProcess): void {
  child.unref();
  const stdin = child.stdin as (NodeJS.WritableStream & { unref?(): void }) | null;
  stdin?.unref?.();
  // The reaper ignores signals, so its pipe breaks only if it was killed on purpose: nothing left to tell it.
  stdin?.on('error', () => undefined);
}
