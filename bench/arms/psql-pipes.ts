import { addKeySql, createTableSql } from '../datasets.ts';
import { measureCommand } from '../measure/command.ts';
import { runTimeoutMs, type Arm, type Move } from './arm.ts';
import { psqlEnvironment } from './psql-pipe.ts';

/**
 * A part is a range of the table's pages, which PostgreSQL 14 and later read alone. No common snapshot: nobody writes to
 * the table meanwhile. The last part has no upper end.
 */
const script = `
set -e -o pipefail
source() { PGPASSWORD="$SOURCE_PASSWORD" psql -X -q -v ON_ERROR_STOP=1 "$SOURCE_URL" "$@"; }
destination() { PGPASSWORD="$DESTINATION_PASSWORD" psql -X -q -v ON_ERROR_STOP=1 "$DESTINATION_URL" "$@"; }
part() {
  source -c "COPY (SELECT * FROM $TABLE WHERE ctid >= '($1,0)' $2) TO STDOUT (FORMAT binary)" |
  destination -c "COPY $TABLE FROM STDIN (FORMAT binary)"
}
pages=$(source -A -t -c "SELECT pg_relation_size('$TABLE') / current_setting('block_size')::bigint")
destination -c "$CREATE_TABLE"
parts=
for ((i = 0; i < CONNECTIONS; i++)); do
  end="AND ctid < '($((pages * (i + 1) / CONNECTIONS)),0)'"
  ((i + 1 < CONNECTIONS)) || end=
  part $((pages * i / CONNECTIONS)) "$end" & parts="$parts $!"
done
for part in $parts; do wait "$part"; done
destination -c "$ADD_KEY"
`;

/** Several pipes at once, each with its own connection to either server: the limit for whoever cuts a table into parts. */
export function psqlPipes(connections: number): Arm {
  return {
    name: `psql pipe × ${connections}`,
    command: `CONNECTIONS=${connections}\n${script.trim()}`,
    run: (move: Move) =>
      measureCommand('bash', ['-c', script], {
        cwd: move.directory,
        env: {
          ...psqlEnvironment(move),
          CONNECTIONS: String(connections),
          CREATE_TABLE: createTableSql(move.dataset, move.table),
          ADD_KEY: addKeySql(move.table),
        },
        timeoutMs: runTimeoutMs,
      }),
  };
}
