import type { ConnectorDescription } from '../../engine/types.ts';
import type { Line } from '../output.ts';

export function specLines(description: ConnectorDescription): readonly Line[] {
  const { identity, location } = description;
  return [
    [
      { text: `${identity.name} ${identity.version}`, style: 'bold' },
      identity.vendor === undefined ? '' : ` by ${identity.vendor}`,
    ],
    [`file: ${location.file}`],
    [`protocol: ${description.protocolVersion}`],
    [`capabilities: ${list(description.capabilities)}`],
    ...description.knobs.map((knob): Line => {
      const values = knob.candidates.length > 0 ? `: ${knob.candidates.join(', ')}` : '';
      const bounds = knob.min === undefined ? '' : `, from ${knob.min} to ${knob.max}`;
      const unit = knob.unit === undefined ? '' : ` ${knob.unit}`;
      return [
        `knob ${knob.name}, ${knob.kind}${values}${bounds}${unit}, by default ${String(knob.defaultValue)}`,
        `, takes effect at the next ${knob.takesEffect === 'plan' ? 'plan' : 'unit'}`,
        { text: `  ${knob.description}`, style: 'dim' },
        ...(knob.prerequisites === undefined ? [] : [{ text: `; ${knob.prerequisites}`, style: 'dim' as const }]),
      ];
    }),
    ...description.roles.flatMap((role): Line[] => {
      const modes = role.role === 'source' ? role.syncModes : role.writeModes;
      return [
        [
          { text: role.role, style: 'bold' },
          `, ${role.role === 'source' ? 'sync modes' : 'write modes'}: ${list(modes)}`,
        ],
        ...(role.documentationUrl === '' ? [] : [[`documentation: ${role.documentationUrl}`]]),
        ['config:'],
        ...JSON.stringify(role.configSchema, undefined, 2)
          .split('\n')
          .map((line): Line => [`  ${line}`]),
      ];
    }),
  ];
}

const list = (values: readonly string[]) => (values.length === 0 ? 'none' : values.join(', '));
