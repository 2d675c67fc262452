import { addKeySql, createTableSql } from '../datasets.ts';
import { measureCommand } from '../measure/command.ts';
import { runTimeoutMs, type Arm, type Move } from './arm.ts';

/** What the SQL around it is for: afterwards the table is the one that our arm makes. The key comes after the rows. */
const script = `
set -o pipefail
PGPASSWORD="$SOURCE_PASSWORD" psql -X -q -v ON_ERROR_STOP=1 "$SOURCE_URL" -c "COPY $TABLE TO STDOUT (FORMAT binary)" |
PGPASSWORD="$DESTINATION_PASSWORD" psql -X -q -v ON_ERROR_STOP=1 "$DESTINATION_URL" \\
  -c "$CREATE_TABLE" -c "COPY $TABLE FROM STDIN (FORMAT binary)" -c "$ADD_KEY"
`;

/** The physical limit: the servers' own client, and nothing in between but a pipe. */
export function psqlPipe(name: string): Arm {
  return {
    name,
    command: script.trim(),
    run: (move: Move) =>
      measureCommand('bash', ['-c', script], {
        cwd: move.directory,
        env: {
          ...psqlEnvironment(move),
          CREATE_TABLE: createTableSql(move.dataset, move.table),
          ADD_KEY: addKeySql(move.table),
        },
        timeoutMs: runTimeoutMs,
      }),
  };
}

export function psqlEnvironment({ table, source, destination }: Move): NodeJS.ProcessEnv {
  return {
    ...process.env,
    SOURCE_URL: source.url,
    SOURCE_PASSWORD: source.password,
    DESTINATION_URL: destination.url,
    DESTINATION_PASSWORD: destination.password,
    TABLE: table,
  };
}
