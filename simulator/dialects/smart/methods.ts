import { type DeviceState, isStrip, type OutletState } from '../../state/device-state.ts';
import { childrenMethods } from './children-methods.ts';
import { childComponents, componentList, deviceComponents } from './components.ts';
import { childInfo, deviceInfo, setDeviceInfo } from './device-info.ts';
import { energyMethods, usageMethods } from './energy-methods.ts';
import { presetMethods } from './preset-methods.ts';
import { rulesMethods } from './rules-methods.ts';
import { SMART_ERROR, type SmartMethod, type SmartMethods } from './smart-method.ts';
import { systemMethods } from './system-methods.ts';

const whole: SmartMethods = {
  ...systemMethods,
  ...usageMethods,
  ...rulesMethods,
  component_nego: ({ state }) => componentList(deviceComponents(state)),
  get_device_info: (call) => {
    call.hands.identityRead();
    return deviceInfo(call);
  },
  set_device_info: setDeviceInfo,
  device_reboot: ({ params, hands }) => {
    hands.reboot((typeof params['delay'] === 'number' ? params['delay'] : 1) * 1000);
    return undefined;
  },
  device_reset: ({ state, hands }) => (hands.reset(state.resetAfterMs) ? undefined : SMART_ERROR.device),
};

const child: SmartMethods = {
  ...usageMethods,
  ...rulesMethods,
  component_nego: (call) =>
    call.child === undefined ? SMART_ERROR.params : componentList(childComponents(call.state, call.child)),
  get_device_info: (call) => (call.child === undefined ? SMART_ERROR.params : childInfo(call, call.child)),
  set_device_info: setDeviceInfo,
};

const simplePlug = new Map(Object.entries(whole));
const meteredPlug = new Map(Object.entries({ ...whole, ...energyMethods }));
const strip = new Map(Object.entries({ ...whole, ...childrenMethods }));
const dimmer = new Map(Object.entries({ ...whole, ...presetMethods }));
const plainOutlet = new Map(Object.entries(child));
const meteredOutlet = new Map(Object.entries({ ...child, ...energyMethods }));
const dimmerOutlet = new Map(Object.entries({ ...child, ...presetMethods }));

/** What the device itself answers; anything else is an unknown method. */
export function deviceMethods(state: DeviceState): ReadonlyMap<string, SmartMethod> {
  if (isStrip(state)) return strip;
  if (state.outlets[0]?.kind === 'dimmer') return dimmer;
  return state.model.meter === 'none' ? simplePlug : meteredPlug;
}

/** What one outlet of a strip answers; it cannot be reset or rebooted by itself. */
export function childMethods(state: DeviceState, outlet: OutletState): ReadonlyMap<string, SmartMethod> {
  if (outlet.kind === 'dimmer') return dimmerOutlet;
  return state.model.meter === 'none' ? plainOutlet : meteredOutlet;
}
