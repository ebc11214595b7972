import { isJsonObject, type Json, type JsonObject, wordOf } from '../json.ts';
import { SimulatorError } from '../simulator-error.ts';
import type { Dialect, Transport } from '../spec/plug-spec.ts';

/** One recorded answer to one question. */
export interface RecordedRead {
  /** `system.get_sysinfo`, `get_device_info`. */
  readonly ask: string;
  /** Null for the plug as a whole. */
  readonly outlet: string | null;
  readonly start: number;
  readonly answer: JsonObject;
}

/** What a capture file tells about one plug, as far as a virtual plug needs it. */
export interface Recording {
  readonly dialect: Dialect;
  readonly transport: Transport;
  /** The `result` of its TDP answer; undefined for one that was only heard on port 9999. */
  readonly tdp: JsonObject | undefined;
  readonly reads: readonly RecordedRead[];
}

const TRANSPORTS: readonly string[] = ['xor', 'klap-1', 'klap-2', 'aes', 'tpap'] satisfies Transport[];

/** Reads a parsed capture file. It may have been edited by hand, so what is missing is said. */
export function readCapture(capture: unknown): Recording {
  if (!isJsonObject(capture) || capture['format'] !== 'plugfleet-capture') throw bad('this is no capture of a plug');
  if (capture['version'] !== 1) throw bad(`a capture of version ${wordOf(capture['version'])} is not known here`);
  const route = capture['route'];
  if (!isJsonObject(route)) throw bad('this capture does not say how its plug is talked to, so it cannot be played');
  const { dialect, transport } = route;
  if ((dialect !== 'iot' && dialect !== 'smart') || !isTransport(transport))
    throw bad('this capture names a dialect or a transport that no plug has');
  const heard = listOf(capture['discovery']);
  const tdp = heard.find((each) => each['port'] !== 9999 && isJsonObject(each['answer']));
  const legacy = heard.find((each) => each['port'] === 9999);
  const session = isJsonObject(capture['session']) ? capture['session'] : {};
  const reads = listOf(session['reads']).flatMap(readOf);
  // a plug that answered nothing else has still told its sysinfo by datagram
  if (transport === 'xor' && reads.length === 0 && isJsonObject(legacy?.['answer']))
    reads.push({ ask: 'system.get_sysinfo', outlet: null, start: 0, answer: legacy['answer'] });
  return { dialect, transport, tdp: objectIn(tdp?.['answer'], 'result'), reads };
}

function readOf({ ask, outlet, start, answer }: JsonObject): RecordedRead[] {
  if (typeof ask !== 'string' || !isJsonObject(answer)) return [];
  return [
    {
      ask,
      outlet: typeof outlet === 'string' ? outlet : null,
      start: typeof start === 'number' ? start : 0,
      answer,
    },
  ];
}

function isTransport(value: Json | undefined): value is Transport {
  return typeof value === 'string' && TRANSPORTS.includes(value);
}

const listOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);

/** The object at a path; undefined where there is none. */
export function objectIn(value: Json | undefined, ...path: readonly string[]): JsonObject | undefined {
  const found = path.reduce<Json | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), value);
  return isJsonObject(found) ? found : undefined;
}

export const bad = (message: string): SimulatorError => new SimulatorError('bad-spec', message);
