import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

// The URLs hold passwords, so they stay in files of their own.
const pipeline = `version: "1.0"
pipeline: shop-to-warehouse
source:
  use: source-postgres
  config: { url: "\${file:./shop.url}" }
  streams:
    - { name: "shop.*", sync_mode: full_refresh }
destination:
  use: dest-postgres
  config: { url: "\${file:./warehouse.url}", schema: raw }
  write_mode: replace
`;

/** Writes `pipeline.yaml` and what it refers to into `folder`, and gives its path. */
export async function writePipeline(folder: string, sourceUrl: string, destinationUrl: string): Promise<string> {
  const path = join(folder, 'pipeline.yaml');
  await writeFile(join(folder, 'shop.url'), `${sourceUrl}\n`, { mode: 0o600 });
  await writeFile(join(folder, 'warehouse.url'), `${destinationUrl}\n`, { mode: 0o600 });
  await writeFile(path, pipeline);
  console.log(`\n${path}:\n\n${pipeline.replaceAll(/^/gm, '  ').trimEnd()}\n\n$ rapidbyte run ${path}\n`);
  return path;
}
