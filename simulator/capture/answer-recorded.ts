import type { Answer, Hands } from '../dialects/dialect.ts';
import { SMART_ERROR } from '../dialects/smart/smart-method.ts';
import { isJsonObject, type Json, type JsonObject, parseJsonObject, wordOf } from '../json.ts';
import type { DeviceState } from '../state/device-state.ts';
import { objectIn, type RecordedRead, type Recording } from './recording.ts';
import { asStored } from './stored-now.ts';

/**
 * Answers as the captured plug did, word for word, except for whose it is. It was asked for few things; to anything else
 * it says that it does not know it. It restarts and resets like any plug.
 */
export const answerRecorded =
  (recording: Recording): Answer =>
  (state, request, hands) => {
    const parsed = parseJsonObject(request);
    if (recording.dialect === 'iot') return parsed && answerIot(recording, parsed, state, hands);
    return JSON.stringify(
      parsed ? answerSmart(recording, parsed, state, hands) : { error_code: SMART_ERROR.jsonDecode },
    );
  };

function find({ reads }: Recording, ask: string, outlet: string | null, start: number): RecordedRead | undefined {
  return reads.find((read) => read.ask === ask && read.outlet === outlet && read.start === start);
}

// IOT: several modules and methods per request

function answerIot(
  recording: Recording,
  { context, ...modules }: JsonObject,
  state: DeviceState,
  hands: Hands,
): string | undefined {
  if (Object.keys(modules).length === 0) return undefined;
  const ids = isJsonObject(context) ? context['child_ids'] : undefined;
  const outlet = Array.isArray(ids) && typeof ids[0] === 'string' ? ids[0] : null;
  const answers = Object.entries(modules).map(([module, methods]) => {
    const asked = Object.entries(isJsonObject(methods) ? methods : {});
    const done = asked.map(([method, args]) => [method, obeyIot(`${module}.${method}`, args, hands)] as const);
    if (done.some(([, answer]) => answer !== undefined))
      return [module, Object.fromEntries(done.map(([method, answer]) => [method, answer ?? unknownMember]))];
    const told = (method: string): JsonObject | undefined =>
      objectIn(find(recording, `${module}.${method}`, outlet, 0)?.answer, module);
    // what it said of the module as a whole, it says again
    const refused = asked.map(([method]) => told(method)).find((answer) => typeof answer?.['err_code'] === 'number');
    if (refused) return [module, refused];
    if (!recording.reads.some(({ ask }) => ask.startsWith(`${module}.`))) return [module, unknownModule];
    return [
      module,
      Object.fromEntries(
        asked.map(([method]) => [method, asStored(told(method)?.[method] ?? unknownMember, state)] as const),
      ),
    ];
  });
  return JSON.stringify(Object.fromEntries(answers));
}

const unknownModule: JsonObject = { err_code: -1, err_msg: 'module not support' };
const unknownMember: JsonObject = { err_code: -2, err_msg: 'member not support' };

/** What a plug does, as opposed to what it tells; undefined for anything else. */
function obeyIot(name: string, args: Json, hands: Hands): JsonObject | undefined {
  const delayMs = (isJsonObject(args) && typeof args['delay'] === 'number' ? args['delay'] : 1) * 1000;
  switch (name) {
    case 'system.get_sysinfo':
      hands.identityRead();
      return undefined;
    case 'system.reset':
      return { err_code: hands.reset(delayMs) ? 0 : -7 };
    case 'system.reboot':
      hands.reboot(delayMs);
      return { err_code: 0 };
  }
  return undefined;
}

// SMART: one method per request, or a batch

function answerSmart(recording: Recording, request: JsonObject, state: DeviceState, hands: Hands): JsonObject {
  const method = wordOf(request['method']);
  const params = isJsonObject(request['params']) ? request['params'] : {};
  switch (method) {
    case 'multipleRequest':
      return answerBatch(recording, params['requests'], state, hands);
    case 'control_child':
      return answerChild(recording, params, state);
    case 'device_reset':
      return { error_code: hands.reset(state.resetAfterMs) ? 0 : SMART_ERROR.device };
    case 'device_reboot':
      hands.reboot((typeof params['delay'] === 'number' ? params['delay'] : 1) * 1000);
      return { error_code: 0 };
  }
  if (method === 'get_device_info') hands.identityRead();
  const told = find(recording, method, null, startIn(params))?.answer;
  return told ? asStoredObject(told, state) : { error_code: SMART_ERROR.unknownMethod };
}

/** Stops at the first error, which is the last answer. */
function answerBatch(recording: Recording, requests: Json | undefined, state: DeviceState, hands: Hands): JsonObject {
  const responses: JsonObject[] = [];
  for (const request of Array.isArray(requests) ? requests.filter(isJsonObject) : []) {
    const answer = answerSmart(recording, request, state, hands);
    responses.push({ method: wordOf(request['method']), ...answer });
    if (answer['error_code'] !== 0) break;
  }
  return { error_code: 0, result: { responses } };
}

function answerChild(recording: Recording, params: JsonObject, state: DeviceState): JsonObject {
  const { device_id, requestData } = params;
  const request = isJsonObject(requestData) ? requestData : {};
  const method = wordOf(request['method']);
  const outlet = typeof device_id === 'string' ? device_id : '';
  const told = find(recording, method, outlet, startIn(objectIn(request['params']) ?? {}))?.answer;
  const unknown = { error_code: 0, result: { responseData: { method, error_code: SMART_ERROR.unknownMethod } } };
  return told ? asStoredObject(told, state) : unknown;
}

const startIn = ({ start_index }: JsonObject): number => (typeof start_index === 'number' ? start_index : 0);

function asStoredObject(answer: JsonObject, state: DeviceState): JsonObject {
  const now = asStored(answer, state);
  return isJsonObject(now) ? now : answer;
}
