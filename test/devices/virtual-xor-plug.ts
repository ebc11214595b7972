import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { Route } from '../../contract/index.ts';

/** The cipher by hand from xor.md, so that these plugs do not share a mistake with the codec under test. */
export function xorCipher(text: string): Buffer {
  let key = 171;
  const bytes = Buffer.from(text, 'utf8');
  for (const [i, byte] of bytes.entries()) {
    key ^= byte;
    bytes[i] = key;
  }
  return bytes;
}

export function xorPlain(bytes: Buffer): string {
  let key = 171;
  const plain = bytes.map((byte) => {
    const clear = byte ^ key;
    key = byte;
    return clear;
  });
  return Buffer.from(plain).toString('utf8');
}

export function xorFrame(text: string): Buffer {
  const body = xorCipher(text);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

export const sysinfo = {
  type: 'IOT.SMARTPLUGSWITCH',
  deviceId: '8006A1B2C3D4E5F60718293A4B5C6D7E8F901234',
  mac: '60:32:B1:00:00:01',
  model: 'HS110(EU)',
  hw_ver: '4.0',
  sw_ver: '1.0.4 Build 191111 Rel.143903',
  alias: 'Kettle',
  relay_state: 1,
  rssi: -55,
  led_off: 0,
  feature: 'TIM:ENE',
  latitude_i: 525200,
  longitude_i: 134050,
  err_code: 0,
};

/** Every message that reached the plug, in order. */
export interface VirtualPlug {
  route: Route;
  heard: string[];
  connections: number;
  /** Ends every connection and stops listening. */
  close: () => Promise<void>;
}

/**
 * A legacy plug on loopback.
 * @param onMessage answers a message, by writing to the socket what it likes
 */
export async function virtualXorPlug(
  t: TestContext,
  onMessage: (text: string, socket: Socket) => void,
  listen: { host?: string; port?: number; onConnect?: (socket: Socket) => void } = {},
): Promise<VirtualPlug> {
  const host = listen.host ?? '127.42.0.1';
  const sockets = new Set<Socket>();
  const plug = { heard: [] as string[], connections: 0 };
  const server = createServer((socket) => {
    plug.connections++;
    sockets.add(socket);
    let bytes = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (part) => {
      bytes = Buffer.concat([bytes, part]);
      while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE(0)) {
        const text = xorPlain(bytes.subarray(4, 4 + bytes.readUInt32BE(0)));
        bytes = bytes.subarray(4 + bytes.readUInt32BE(0));
        plug.heard.push(text);
        onMessage(text, socket);
      }
    });
    listen.onConnect?.(socket);
  });
  await new Promise<void>((done) => server.listen(listen.port ?? 0, host, done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((done) => server.close(() => done()));
  };
  t.after(close);
  return Object.assign(plug, { route: { host, port, dialect: 'iot', transport: 'xor', tls: false } as Route, close });
}

/** Answers as a plug without any rules does; what `modules` says goes first. */
export function iotAnswer(text: string, modules: Record<string, Record<string, unknown>> = {}): string {
  const asked = JSON.parse(text) as Record<string, Record<string, unknown>>;
  const known: Record<string, Record<string, unknown>> = {
    system: { get_sysinfo: sysinfo, reset: { err_code: 0 } },
    cnCloud: { get_info: { binded: 1, username: 'user@example.com', err_code: 0 } },
    emeter: { get_realtime: { power_mw: 12500, total_wh: 4200, err_code: 0 } },
    schedule: { get_rules: { rule_list: [], err_code: 0 } },
    count_down: { get_rules: { rule_list: [], err_code: 0 } },
    anti_theft: { get_rules: { rule_list: [], err_code: 0 } },
  };
  const reply: Record<string, unknown> = {};
  for (const [module, methods] of Object.entries(asked)) {
    if (module === 'context') continue;
    const answers = { ...known[module], ...modules[module] };
    if (!known[module] && !modules[module]) reply[module] = { err_code: -1, err_msg: 'module not support' };
    else if ('err_code' in answers) reply[module] = answers;
    else
      reply[module] = Object.fromEntries(
        Object.keys(methods).map((method) => [
          method,
          answers[method] ?? { err_code: -2, err_msg: 'member not support' },
        ]),
      );
  }
  return JSON.stringify(reply);
}
