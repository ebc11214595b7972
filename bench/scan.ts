import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openDevices } from '../devices/index.ts';
import { systemClock } from '../machine/index.ts';
import { describeFleet, startFleetProcess } from '../simulator/index.ts';
import { machineWords, processorMs } from './machine.ts';

/**
 * How long a scan takes, against a floor in the same run: the very datagrams of the scan sent by a bare socket at the
 * same pace, until every virtual plug has answered. `node bench/scan.ts [--count 200] [--rounds 5]`
 */
const { values } = parseArgs({ options: { count: { type: 'string' }, rounds: { type: 'string' } } });
const count = Number(values.count ?? 200);
const times = Number(values.rounds ?? 5);

const prefix = '127.57';
const perSecond = 2000;
const ports = [20002, 20004, 9999];

const clock = systemClock();
const devices = openDevices({ clock, random: Math.random });
const discover = async (networks: readonly string[]): Promise<number> => {
  const found = new Set<string>();
  await devices.discover(
    networks.map((network) => ({ kind: 'sweep', network })),
    {
      signal: new AbortController().signal,
      onHeard: (heard) => void (heard.is === 'plug' && found.add(heard.plug.address)),
    },
  );
  return found.size;
};

/** What a scan really sends, by port: heard at an address of our own. */
async function recordProbes(): Promise<Map<number, Buffer>> {
  const probes = new Map<number, Buffer>();
  const ears = await Promise.all(
    ports.map(async (port) => {
      const ear = createSocket('udp4').on('message', (bytes) => void probes.set(port, bytes));
      ear.bind(port, `${prefix}.200.1`);
      await once(ear, 'listening');
      return ear;
    }),
  );
  await discover([`${prefix}.200.1`]);
  for (const ear of ears) ear.close();
  return probes;
}

/** The floor: sends the probes to each address in turn, paced, and ends when `expected` addresses have answered. */
async function bare(addresses: readonly string[], probes: Map<number, Buffer>, expected: number): Promise<number> {
  const socket = createSocket('udp4');
  const answered = new Set<string>();
  const all = new Promise<void>((done) => {
    socket.on('message', (_bytes, source) => {
      answered.add(source.address);
      if (answered.size === expected) done();
    });
  });
  socket.bind(0);
  await once(socket, 'listening');
  socket.setRecvBufferSize(4 << 20);
  const startMs = performance.now();
  for (const [i, address] of addresses.entries()) {
    const aheadMs = (i * 1000) / perSecond - (performance.now() - startMs);
    if (aheadMs > 4) await wait(aheadMs);
    for (const [port, bytes] of probes) socket.send(bytes, port, address);
  }
  await Promise.race([all, wait(5000)]);
  socket.close();
  return answered.size;
}

const fleet = await startFleetProcess({
  ...describeFleet({ count, seed: 1, baseAddress: `${prefix}.1.1` }),
  broadcast: [`${prefix}.255.255`],
});
try {
  // the simulator on one core, this process on the other
  spawnSync('taskset', ['-apc', '0', String(fleet.pid)]);
  spawnSync('taskset', ['-apc', '1', String(process.pid)]);
  const probes = await recordProbes();
  const plugs = (await fleet.plugs()).map((plug) => plug.address);
  const blocks = [...new Set(plugs.map((address) => address.replace(/\.\d+$/, '')))];
  const hosts = blocks.flatMap((block) => Array.from({ length: 254 }, (_, i) => `${block}.${i + 1}`));

  console.log(machineWords());
  console.log(`${count} virtual plugs, ${times} times each, ${perSecond} addresses/s, medians\n`);
  await compare('every address answers', probes, plugs, plugs);
  await compare(
    'whole /24s, absent ones among them',
    probes,
    blocks.map((block) => `${block}.0/24`),
    hosts,
  );
  console.log(
    '\nThe floor stops at the last answer; a scan cannot know which one that is and asks silent addresses three times.',
  );
} finally {
  await fleet.close();
}

async function compare(
  what: string,
  probes: Map<number, Buffer>,
  networks: readonly string[],
  addresses: readonly string[],
): Promise<void> {
  const ours = await timed(() => discover(networks));
  const floor = await timed(() => bare(addresses, probes, count));
  const share = (part: Timed): string => `${Math.round(part.share * 100)} %`;
  console.log(`${what} (${addresses.length} addresses):`);
  console.log(`  scan  ${ours.ms.toFixed(0)} ms, found ${ours.found}; simulator ${share(ours)} of a core`);
  console.log(`  floor ${floor.ms.toFixed(0)} ms, heard ${floor.found}; simulator ${share(floor)} of a core`);
  console.log(
    `  ratio ${(ours.ms / floor.ms).toFixed(2)}${ours.share > 0.7 || floor.share > 0.7 ? ' (does not count: the simulator was the bottleneck)' : ''}`,
  );
}

interface Timed {
  ms: number;
  found: number;
  share: number;
}

/** Several times; the median of the times, the least that was found, the mean share of the simulator. */
async function timed(work: () => Promise<number>): Promise<Timed> {
  const ms: number[] = [];
  const found: number[] = [];
  const before = processorMs(fleet.pid);
  for (let i = 0; i < times; i++) {
    const startMs = performance.now();
    found.push(await work());
    ms.push(performance.now() - startMs);
  }
  const total = ms.reduce((sum, one) => sum + one, 0);
  return {
    ms: ms.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0,
    found: Math.min(...found),
    share: (processorMs(fleet.pid) - before) / total,
  };
}
