import type { JsonObject } from '../../json.ts';
import { isStrip } from '../../state/device-state.ts';
import type { IotCall, IotMethod } from './iot-method.ts';
import { sysinfo } from './sysinfo.ts';

/** Seconds from now, as `reset` and `reboot` take it. Without it a plug goes after one second. */
function delayMs({ args }: IotCall): number {
  return (typeof args['delay'] === 'number' ? args['delay'] : 1) * 1000;
}

function setRelay({ state, args, chosen, hands }: IotCall): JsonObject | number {
  if (args['state'] !== 0 && args['state'] !== 1) return -3;
  hands.relaySet();
  for (const outlet of chosen ?? state.outlets) {
    outlet.on = args['state'] === 1;
    outlet.switchedAtMs = hands.nowMs;
  }
  return {};
}

function setAlias({ state, args, chosen }: IotCall): JsonObject | number {
  const alias = args['alias'];
  if (typeof alias !== 'string') return -3;
  if (chosen && isStrip(state)) for (const outlet of chosen) outlet.alias = alias;
  else state.alias = alias;
  return {};
}

export const systemModule = {
  get_sysinfo: ({ state, hands }) => {
    hands.identityRead();
    return sysinfo(state, hands.nowMs);
  },
  set_relay_state: setRelay,
  set_dev_alias: setAlias,
  set_led_off: ({ state, args, hands }) => {
    if (args['off'] !== 0 && args['off'] !== 1) return -3;
    state.led = args['off'] === 1 ? 'never' : 'always';
    hands.ledSet();
    return {};
  },
  reboot: (call) => {
    call.hands.reboot(delayMs(call));
    return {};
  },
  reset: (call) => (call.hands.reset(delayMs(call)) ? {} : -7),
} satisfies Record<string, IotMethod>;
