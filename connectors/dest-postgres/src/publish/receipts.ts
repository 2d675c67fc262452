import { ConnectorError, type Receipt, type StreamName } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';

/**
 * The host's list of a load's units and the stored one must be the same, unit by unit, row by row. Gives the rows of all.
 *
 * @throws {ConnectorError} `receipts_differ`, naming the first unit that does
 */
export function checkReceipts(name: StreamName, listed: readonly Receipt[], stored: readonly Receipt[]): number {
  const stream = formatStreamName(name);
  const problem = (unit: string, what: string): ConnectorError =>
    new ConnectorError({
      code: 'receipts_differ',
      category: 'protocol',
      message: `${stream}: unit ${JSON.stringify(unit)} ${what}`,
      hint: 'begin a new load',
      stream,
    });
  const left = new Map(stored.map((receipt) => [receipt.unit, receipt]));
  const seen = new Set<string>();
  let rows = 0;
  for (const { unit, ...receipt } of listed) {
    if (seen.has(unit)) throw problem(unit, 'is listed twice');
    seen.add(unit);
    const committed = left.get(unit);
    if (committed === undefined) throw problem(unit, 'was never committed here');
    left.delete(unit);
    if (committed.rows !== receipt.rows) {
      throw problem(unit, `is committed with ${committed.rows} rows, the receipt says ${receipt.rows}`);
    }
    if (committed.checkpointId !== receipt.checkpointId) {
      throw problem(
        unit,
        `is committed up to checkpoint ${committed.checkpointId}, the receipt says ${receipt.checkpointId}`,
      );
    }
    rows += committed.rows;
  }
  const [missing] = left.keys();
  if (missing !== undefined) throw problem(missing, 'is committed and not listed');
  return rows;
}
