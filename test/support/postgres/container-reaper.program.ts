/** Reads "+id" and "-id" lines; at end of input, removes every container still listed. */
import { createInterface } from 'node:readline';
import { getContainerRuntimeClient } from 'testcontainers';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

const ids = new Set<string>();
for await (const line of createInterface(process.stdin)) {
  if (line.startsWith('+')) ids.add(line.slice(1));
  else ids.delete(line.slice(1));
}
if (ids.size > 0) {
  const { container } = await getContainerRuntimeClient();
  await Promise.allSettled([...ids].map((id) => container.getById(id).remove({ force: true, v: true })));
}
