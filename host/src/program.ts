import { type Command, Config, Plugin } from '@oclif/core';
import packageJson from '../package.json' with { type: 'json' };

type CommandClass = Command.Class;

/** Loaded when they are needed: `--version` loads none, `run` only itself. */
const commands: Readonly<Record<string, () => Promise<{ readonly default: CommandClass }>>> = {
  run: () => import('./commands/run.ts'),
  check: () => import('./commands/check.ts'),
  discover: () => import('./commands/discover.ts'),
  spec: () => import('./commands/spec.ts'),
  connectors: () => import('./commands/connectors.ts'),
  conformance: () => import('./commands/conformance.ts'),
  frames: () => import('./commands/frames.ts'),
  'new:connector': () => import('./commands/new-connector.ts'),
  runs: () => import('./commands/runs.ts'),
  'runs:show': () => import('./commands/runs-show.ts'),
  'state:show': () => import('./commands/state-show.ts'),
  'state:reset': () => import('./commands/state-reset.ts'),
  'state:export': () => import('./commands/state-export.ts'),
  'state:import': () => import('./commands/state-import.ts'),
};

/** For help: the words before a space. */
const topics = {
  new: { description: 'Begin a project.' },
  runs: { description: 'The runs that are remembered.' },
  state: { description: 'Where streams stand: look at it, reset it, take it to another machine.' },
};

/** As they are typed: `state show`. */
export const commandNames: readonly string[] = Object.keys(commands).map((id) => id.replace(':', ' '));

/**
 * oclif's config with the commands handed over, so that it looks for no manifest, plugin or hook on disk. Help needs
 * to know every command's flags: then all are loaded.
 */
export async function createConfig(root: string, forHelp: boolean): Promise<Config> {
  const topicSeparator = forHelp ? ' ' : ':';
  const oclif: Plugin['pjson']['oclif'] = { ...packageJson.oclif, topicSeparator, topics };
  const pjson = { ...packageJson, oclif };
  const plugin = new Plugin({ isRoot: true, root, pjson, ignoreManifest: true });
  await plugin.load();
  plugin.commands = await Promise.all(
    Object.entries(commands).map(async ([id, load]) => describe(id, load, forHelp ? (await load()).default : null)),
  );
  return Config.load({ root, pjson, plugins: new Map([[plugin.name, plugin]]), userPlugins: false, devPlugins: false });
}

function describe(
  id: string,
  load: () => Promise<{ readonly default: CommandClass }>,
  command: CommandClass | null,
): Command.Loadable {
  return {
    id,
    aliases: [],
    hidden: false,
    hiddenAliases: [],
    hasDynamicHelp: false,
    pluginName: packageJson.name,
    pluginType: 'core',
    strict: true,
    args: named(command?.args),
    flags: named({ ...command?.flags, ...command?.baseFlags }),
    ...(command?.summary === undefined ? {} : { summary: command.summary }),
    ...(command?.description === undefined ? {} : { description: command.description }),
    ...(command?.examples === undefined ? {} : { examples: command.examples }),
    load: async () => {
      const { default: loaded } = await load();
      loaded.id = id;
      return loaded;
    },
  };
}

/** Help takes the names of flags and arguments from here. */
function named<T extends object>(definitions: Readonly<Record<string, T>> = {}): Record<string, T & { name: string }> {
  return Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, { ...definition, name }]));
}
