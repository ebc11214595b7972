import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Truth } from '../fleet/truth.ts';
import { isJsonObject, parseJsonObject } from '../json.ts';
import { SimulatorError } from '../simulator-error.ts';
import type { Fault } from '../spec/fault.ts';
import type { FleetSpec } from '../spec/fleet-spec.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The verbs of `Fleet` for a fleet in a process of its own. */
export interface RemoteFleet {
  readonly seed: number;
  /** For measuring its processor share. */
  readonly pid: number;
  plugs(): Promise<Truth[]>;
  others(): Promise<Truth[]>;
  truth(mac: string): Promise<Truth>;
  network(state: 'up' | 'down'): Promise<void>;
  swap(macA: string, macB: string): Promise<void>;
  setFault(mac: string, faults: readonly Fault[]): Promise<void>;
  powerOff(mac: string): Promise<void>;
  powerOn(mac: string): Promise<void>;
  pressButton(mac: string, seconds: 5 | 10): Promise<void>;
  move(mac: string, address: string): Promise<void>;
  /** Resolves when the process is gone. */
  close(): Promise<void>;
}

/** Runs the fleet with the Node that runs this. It ends with this process, however this process ends. */
export async function startFleetProcess(spec: FleetSpec): Promise<RemoteFleet> {
  const child = spawn(process.execPath, [MAIN, '--spec', '-', '--stdin-life'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  child.stderr.on('data', (bytes) => complaints.push(String(bytes)));
  child.stdin.on('error', (cause) => complaints.push(String(cause)));
  child.stdin.write(`${JSON.stringify(spec)}\n`);
  const lines = createInterface({ input: child.stdout });
  const ended = new AbortController();
  child.once('close', () => ended.abort());
  try {
    const [line] = await once(lines, 'line', { signal: ended.signal });
    const { control, seed } = parseJsonObject(String(line)) ?? {};
    if (typeof control !== 'string' || typeof seed !== 'number' || child.pid === undefined) {
      throw new SimulatorError('fleet-process', `the fleet's process said: ${line}`);
    }
    return remoteFleet(child, child.pid, control, seed);
  } catch (cause) {
    child.kill();
    throw new SimulatorError('fleet-process', `the fleet's process did not start: ${complaints.join('')}`, { cause });
  }
}

function remoteFleet(child: ChildProcess, pid: number, control: string, seed: number): RemoteFleet {
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(control + path, init);
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const error = isJsonObject(answer) && isJsonObject(answer['error']) ? answer['error'] : {};
    throw new SimulatorError('fleet-process', `${path}: ${error['code']}: ${error['message']}`);
  };
  const tell = async (path: string, body: object): Promise<void> => {
    await ask(path, body);
  };
  /** Written by our own main.ts from the same types. */
  const truths = async () => (await ask('/truth')) as { plugs: Truth[]; others: Truth[] };
  return {
    seed,
    pid,
    plugs: async () => (await truths()).plugs,
    others: async () => (await truths()).others,
    truth: async (mac) => {
      const { plugs, others } = await truths();
      const found = [...plugs, ...others].find((truth) => truth.mac === mac);
      if (found === undefined) throw new SimulatorError('no-such-plug', `no virtual device has the MAC ${mac}`);
      return found;
    },
    network: (state) => tell('/network', { state }),
    swap: (a, b) => tell('/swap', { a, b }),
    setFault: (mac, faults) => tell('/fault', { mac, faults }),
    powerOff: (mac) => tell('/power', { mac, on: false }),
    powerOn: (mac) => tell('/power', { mac, on: true }),
    pressButton: (mac, seconds) => tell('/press', { mac, seconds }),
    move: (mac, address) => tell('/move', { mac, address }),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'close');
      child.stdin?.end();
      await gone;
    },
  };
}
