import type { ServerOptions } from './server.ts';

type Settings = Readonly<Record<string, string | number | boolean>>;

const notDurable: Settings = { fsync: false, synchronous_commit: false, full_page_writes: false };

/** What postgresql.conf gets on top of initdb's: a later setting wins over an earlier one. */
export function serverSettings(options: ServerOptions): Settings {
  return { timezone: 'UTC', ...(options.durable === false ? notDurable : {}), ...options.settings };
}

/** Lines of postgresql.conf. */
export function settingLines(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'\n`)
    .join('');
}
