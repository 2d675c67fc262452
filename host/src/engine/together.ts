/**
 * Runs all to their end, side by side; the first failure aborts `stop`, so that the others end soon. Unlike
 * Promise.all, nothing is still under way afterwards.
 * @throws the first failure
 */
export async function together<T>(stop: AbortController, work: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(
    work.map(async (part) => {
      try {
        return await part;
      } catch (error) {
        if (!stop.signal.aborted) stop.abort(error);
        throw error;
      }
    }),
  );
  return results.map((result) => {
    if (result.status === 'rejected') throw stop.signal.reason;
    return result.value;
  });
}
