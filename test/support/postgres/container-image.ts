import { ImageName, getContainerRuntimeClient } from 'testcontainers';
import { buildEmbeddedImage } from './embedded-image.ts';

const defaultImage = 'postgres:18';
/** A first pull moves 150 MB. */
const pullTimeoutMs = 300_000;

/** How a server is started from an image. */
export interface ContainerImage {
  readonly name: string;
  /** Undefined: the entrypoint sets the password that POSTGRES_PASSWORD says. */
  readonly fixedPassword: string | undefined;
  readonly entrypoint: readonly string[] | undefined;
  /** Precedes the server's options. */
  readonly command: readonly string[];
  readonly user: string | undefined;
}

let image: Promise<ContainerImage> | undefined;

/**
 * `RAPIDBYTE_TEST_POSTGRES_IMAGE`, else `postgres:18`, else, where no registry has that, one made from npm's binaries.
 *
 * @throws {Error} if the image that the variable names can't be pulled, or none can be made on this machine
 */
export function containerImage(): Promise<ContainerImage> {
  image ??= chooseImage();
  return image;
}

async function chooseImage(): Promise<ContainerImage> {
  const wanted = process.env['RAPIDBYTE_TEST_POSTGRES_IMAGE'];
  const name = wanted ?? defaultImage;
  const problem = await pull(name);
  if (problem === undefined) {
    return { name, fixedPassword: undefined, entrypoint: undefined, command: ['postgres'], user: undefined };
  }
  if (wanted !== undefined) throw new Error(`The image ${wanted} can't be pulled: ${problem}`);
  console.error(`The image ${name} can't be pulled (${problem}): using one made from npm's PostgreSQL binaries.`);
  return buildEmbeddedImage();
}

/** What went wrong; undefined if the image is there. */
async function pull(name: string): Promise<string | undefined> {
  const client = await getContainerRuntimeClient();
  const imageName = ImageName.fromString(name);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${pullTimeoutMs} ms`)), pullTimeoutMs);
  });
  try {
    await Promise.race([client.image.pull(imageName), tooLong]);
    // The engine reports some failures within the answer's body, which the client passes over.
    return (await client.image.exists(imageName)) ? undefined : 'the engine does not have it after pulling';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
