import { isJsonObject, type Json, type JsonObject, parseJsonObject } from '../../json.ts';
import type { DeviceState, OutletState } from '../../state/device-state.ts';
import type { Answer } from '../dialect.ts';
import { cloudModule } from './cloud-module.ts';
import { dimmerModule } from './dimmer-module.ts';
import { bulbRealtime, emeterModule } from './emeter-module.ts';
import type { IotCall, IotModule } from './iot-method.ts';
import { rulesModule, scheduleModule } from './rules-module.ts';
import { systemModule } from './system-module.ts';
import { timeModule } from './time-module.ts';

const ERROR_TEXTS: Record<number, string> = {
  [-1]: 'module not support',
  [-2]: 'member not support',
  [-3]: 'invalid argument',
  [-7]: 'unknown error',
  [-14]: 'entry not exist',
};

/** The legacy Kasa dialect: `{"module":{"method":{args}}}`, several of each per request (protocols/commands.md). */
export const answerIot: Answer = (state, request, hands) => {
  const { context, ...modules } = parseJsonObject(request) ?? {};
  if (Object.keys(modules).length === 0) return undefined;
  const chosen = chosenOutlets(state, context);
  if (chosen === 'unknown') return JSON.stringify({ context: iotError(-14) });
  const answers = Object.entries(modules).map(([name, methods]) => {
    const module = own(modulesOf(state), name);
    if (module === undefined) return [name, iotError(-1)];
    return [name, answerModule(module, methods, { state, chosen, hands })];
  });
  return JSON.stringify(Object.fromEntries(answers));
};

function answerModule(module: IotModule, methods: Json, call: Omit<IotCall, 'args'>): JsonObject {
  const answers = Object.entries(isJsonObject(methods) ? methods : {}).map(([name, args]) => {
    // null and {} both mean "no arguments".
    const result = own(module, name)?.({ ...call, args: isJsonObject(args) ? args : {} }) ?? -2;
    return [name, typeof result === 'number' ? iotError(result) : { ...result, err_code: 0 }];
  });
  return Object.fromEntries(answers);
}

function modulesOf(state: DeviceState): Readonly<Record<string, IotModule>> {
  if (state.model.kind === 'bulb') {
    return {
      system: { get_sysinfo: systemModule.get_sysinfo },
      'smartlife.iot.common.system': { reset: systemModule.reset, reboot: systemModule.reboot },
      'smartlife.iot.common.emeter': { get_realtime: bulbRealtime },
      'smartlife.iot.common.cloud': cloudModule,
      'smartlife.iot.common.schedule': scheduleModule,
    };
  }
  return {
    system: systemModule,
    schedule: scheduleModule,
    count_down: rulesModule,
    anti_theft: rulesModule,
    cnCloud: cloudModule,
    time: timeModule,
    ...(state.model.meter === 'none' ? {} : { emeter: emeterModule }),
    ...(state.model.kinds.includes('dimmer') ? { 'smartlife.iot.dimmer': dimmerModule } : {}),
  };
}

/** Names come from the client: `constructor` must not find what every object has. */
function own<T>(of: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

function chosenOutlets(state: DeviceState, context: Json | undefined): OutletState[] | undefined | 'unknown' {
  const ids = isJsonObject(context) ? context['child_ids'] : undefined;
  if (!Array.isArray(ids)) return undefined;
  const outlets = ids.map((id) => state.outlets.find((outlet) => outlet.id === id));
  return outlets.every((outlet) => outlet !== undefined) ? outlets : 'unknown';
}

function iotError(code: number): JsonObject {
  return { err_code: code, err_msg: ERROR_TEXTS[code] ?? 'unknown error' };
}
