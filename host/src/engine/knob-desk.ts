import type { Knob, KnobValue, Setting } from '@rapidbyte/connector';
import type { KnobPin } from '../config/types.ts';
import type { ProcessEnvironment } from '../connector/environment.ts';
import type { PipelineError } from '../connector/error.ts';
import { pinsOf, resolveKnobs, unknownPin } from './knobs.ts';

type ConnectorSide = 'source' | 'destination';

/** The knobs of both connectors with their values as of now: what the next Open says. */
export class KnobDesk {
  readonly #pins: readonly KnobPin[];
  readonly #environment: ProcessEnvironment;
  readonly #knobs = new Map<ConnectorSide, readonly Knob[]>();
  readonly #overrides = { source: new Map<string, KnobValue>(), destination: new Map<string, KnobValue>() };

  constructor(pins: readonly KnobPin[], environment: ProcessEnvironment) {
    this.#pins = pins;
    this.#environment = environment;
  }

  /** What a connector has said of itself in the handshake. @throws PipelineError `invalid_knob_value` */
  declare(side: ConnectorSide, knobs: readonly Knob[]): void {
    this.#knobs.set(side, knobs);
    this.settings(side);
  }

  /** The user's word on a knob of the side. */
  pin(side: ConnectorSide, knob: string): KnobPin | undefined {
    return pinsOf(side, this.declared(side), this.#pins).find((pin) => pin.knob === knob);
  }

  /** The knobs of the side. */
  declared(side: ConnectorSide): readonly Knob[] {
    return this.#knobs.get(side) ?? [];
  }

  /** A value for every knob of the side. @throws PipelineError `invalid_knob_value` */
  settings(side: ConnectorSide): readonly Setting[] {
    return resolveKnobs(side, this.declared(side), {
      pins: this.#pins,
      overrides: this.#overrides[side],
      environment: this.#environment,
    });
  }

  /**
   * Decides a knob from the next Open on; the value that it has without is no decision. False: the user has pinned it, or
   * nobody has it.
   */
  override(side: ConnectorSide, knob: string, value: KnobValue): boolean {
    const declared = this.declared(side).find(({ name }) => name === knob);
    if (declared === undefined || this.pin(side, knob) !== undefined) return false;
    this.#overrides[side].delete(knob);
    if (this.settings(side).find((setting) => setting.knob === knob)?.value !== value) {
      this.#overrides[side].set(knob, value);
    }
    return true;
  }

  /** Once both sides have declared theirs: pins of knobs that neither has. */
  unknownPins(): readonly PipelineError[] {
    const [source, destination] = [this.#knobs.get('source'), this.#knobs.get('destination')];
    if (source === undefined || destination === undefined) return [];
    return this.#pins
      .filter(({ knob, side }) => {
        const knobs = [...(side === 'destination' ? [] : source), ...(side === 'source' ? [] : destination)];
        return !knobs.some(({ name }) => name === knob);
      })
      .map((pin) => unknownPin(pin, [...source, ...destination]));
  }
}
