import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';

/** The user that servers run as, where it is another than ours. */
export interface UnprivilegedUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root. As root, servers run as the machine's `postgres` user, else as `nobody`: no user is
 * ever created. As anyone else they run as ourselves (`undefined`).
 *
 * @throws {Error} as root on a machine that has neither user (initdb needs one that has a name)
 */
export function unprivilegedUser(): UnprivilegedUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const uid = numericId('-u', name);
    const gid = numericId('-g', name);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody" to run it as. ' +
      'Run this as another user, or set RAPIDBYTE_TEST_POSTGRES_URL to a server.',
  );
}

function numericId(flag: '-u' | '-g', name: string): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim());
  } catch {
    return undefined;
  }
}

/** A folder for temporary files that the given user can reach: the usual one may be private to root. */
export function temporaryBase(user: UnprivilegedUser | undefined): string {
  const candidates = [tmpdir(), '/tmp', '/var/tmp'];
  return (user === undefined ? undefined : candidates.find(isReachableByAnyone)) ?? tmpdir();
}

function isReachableByAnyone(path: string): boolean {
  try {
    for (let at = path; ; at = dirname(at)) {
      if ((statSync(at).mode & 0o001) === 0) return false;
      if (at === dirname(at)) return true;
    }
  } catch {
    return false;
  }
}
