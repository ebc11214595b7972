import type { Recording } from '../capture/recording.ts';
import type {
  Account,
  AesSpec,
  Dialect,
  FreshLogin,
  LedRule,
  ObdSource,
  RuleSpec,
  TpapSpec,
  Transport,
} from '../spec/plug-spec.ts';
import type { Model, OutletKind } from './models.ts';

export interface OutletState {
  /** The device id and two digits: 42 characters. */
  readonly id: string;
  readonly kind: OutletKind;
  alias: string;
  on: boolean;
  /** Brightness of a dimmer in percent, speed of a fan from 1 to 4; a relay has none. */
  level: number;
  /** Epoch ms of the last switching. */
  switchedAtMs: number;
  readonly watts: number;
}

/** What the flash of one device holds. The lower half is what a factory reset wipes. */
export interface DeviceState {
  readonly id: string;
  readonly model: Model;
  /** `AA:BB:CC:DD:EE:FF`. */
  readonly mac: string;
  /** 40 hex digits, upper case. */
  readonly deviceId: string;
  readonly region: string;
  readonly hardware: string;
  readonly firmware: string;
  readonly dialect: Dialect;
  /** Changes only with the mode of "Third-Party Compatibility". */
  transport: Transport;
  readonly aes: Required<AesSpec>;
  readonly tpap: Required<TpapSpec>;
  readonly freshLogin: FreshLogin;
  readonly matter: boolean;
  /** dBm. */
  readonly rssi: number;
  /** One entry, or one per outlet of a strip. */
  readonly outlets: OutletState[];
  readonly resetAfterMs: number;
  /** What it answers, if it plays a capture. */
  readonly recording?: Recording;

  alias: string;
  account: Account | null;
  cloudBound: boolean;
  obdSource: ObdSource | undefined;
  ssid: string;
  rules: RuleSpec[];
  /** Degrees. */
  location: { latitude: number; longitude: number } | null;
  /** When its light shines. */
  led: LedRule;
}

/** `TP-LINK_Smart Plug_3F2A`: the set-up network's name, and the alias of a factory-fresh legacy plug. */
export function defaultName(state: Pick<DeviceState, 'model' | 'mac'>): string {
  return `${state.model.setupName}_${state.mac.replaceAll(':', '').slice(-4)}`;
}

export function defaultAlias(state: Pick<DeviceState, 'model' | 'mac' | 'dialect'>): string {
  return state.dialect === 'iot' ? defaultName(state) : '';
}

/** @param position counts the outlets from 1 */
export function defaultOutletAlias(state: Pick<DeviceState, 'model' | 'mac' | 'dialect'>, position: number): string {
  if (state.dialect !== 'iot') return '';
  if (state.model.outletNames === 'numbered') return `Plug ${position}`;
  return `${defaultName(state).replace('TP-LINK_', 'Kasa_')}_${position - 1}`;
}

export const defaultLevel: Readonly<Record<OutletKind, number>> = { relay: 0, dimmer: 100, fan: 1 };

export function isStrip(state: DeviceState): boolean {
  return state.outlets.length > 1;
}

/** Wipes what "all custom settings" means (commands.md, Factory reset). Relays stay as they are (models.md). */
export function eraseState(state: DeviceState): void {
  state.alias = defaultAlias(state);
  state.account = null;
  state.cloudBound = false;
  state.obdSource = undefined;
  state.ssid = '';
  state.rules = [];
  state.location = null;
  state.led = 'always';
  for (const [index, outlet] of state.outlets.entries()) {
    outlet.alias = defaultOutletAlias(state, index + 1);
    outlet.level = defaultLevel[outlet.kind];
  }
}
