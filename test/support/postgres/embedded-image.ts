import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ImageName, getContainerRuntimeClient } from 'testcontainers';
import { findBinaries, type Binaries } from './binaries.ts';
import { run } from './command.ts';
import type { ContainerImage } from './container-image.ts';
import { createDataDirectory } from './data-template.ts';
import { serverHome } from './reaper.ts';

const repository = 'rapidbyte-test-postgres';
/** Raise it when what the image contains changes. */
const imageFormat = 2;
const installedAt = '/usr/local/pgsql';
const dataAt = '/var/lib/postgresql/data';
const owner = '999:999';

/**
 * An image of nothing but npm's binaries, the shared libraries they need and a cluster that initdb has already made:
 * there is no shell in it. Kept under a tag that changes with its contents.
 *
 * @throws {Error} on other systems than Linux, whose binaries do not run in a container
 */
export async function buildEmbeddedImage(): Promise<ContainerImage> {
  if (process.platform !== 'linux') {
    throw new Error(
      `npm's PostgreSQL for ${process.platform} does not run in a container: set RAPIDBYTE_TEST_POSTGRES_IMAGE to an image.`,
    );
  }
  const binaries = await findBinaries('embedded');
  const work = await mkdtemp(join(serverHome().directory, 'image-'));
  const cluster = join(work, 'cluster');
  const password = await createDataDirectory(binaries, cluster);
  const tag = createHash('sha256').update(`${imageFormat} ${binaries.identity} ${password}`).digest('hex').slice(0, 16);
  const name = `${repository}:${tag}`;
  const client = await getContainerRuntimeClient();
  if (!(await client.image.exists(ImageName.fromString(name)))) {
    const archive = await archiveImage(binaries, work, cluster);
    const answer = await client.container.dockerode.importImage(createReadStream(archive), { repo: repository, tag });
    // The engine answers when it begins; the image is there when it has closed the answer.
    for await (const _ of answer) continue;
  }
  await rm(work, { recursive: true });
  return {
    name,
    fixedPassword: password,
    entrypoint: [`${installedAt}/bin/postgres`, '-D', dataAt, '-h', '0.0.0.0', '-k', ''],
    command: [],
    user: owner,
  };
}

async function archiveImage(binaries: Binaries, work: string, cluster: string): Promise<string> {
  const system = join(work, 'system');
  await cp(dirname(binaries.binDirectory), join(system, installedAt), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  for (const library of await machineLibraries(join(binaries.binDirectory, 'postgres'))) {
    await cp(library, join(system, library), { dereference: true });
  }
  // The data directory's parents too: what an archive leaves out, the engine makes for root alone.
  for (const folder of ['dev', 'proc', 'sys', 'etc', dirname(dataAt)]) {
    await mkdir(join(system, folder), { recursive: true });
  }
  await appendFile(join(cluster, 'pg_hba.conf'), 'host all all all scram-sha-256\n');
  const archive = join(work, 'image.tar');
  await run('tar', ['-cf', archive, '--owner=0:0', '.'], { cwd: system });
  const rename = `--transform=s,^\\.,.${dataAt},`;
  await run('tar', ['-rf', archive, `--owner=${owner}`, '--group=999', rename, '.'], { cwd: cluster });
  return archive;
}

/** What `ldd` finds outside the package: libc, libstdc++ and the loader, at the very paths that they are looked for. */
async function machineLibraries(program: string): Promise<string[]> {
  const output = await run('ldd', [program]);
  const paths = [...output.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map((match) => match[1] ?? '');
  return paths.filter((path) => !path.startsWith(dirname(dirname(program))));
}
