import { existsSync, readFileSync } from 'node:fs';
import { type Ipv4Range, ipv4Text, rangeUnder } from './ipv4.ts';

/** One line of the kernel's table: the way to these addresses leads through this interface. */
export interface Ipv4Route {
  interfaceName: string;
  to: Ipv4Range;
  /** Null where the addresses are on the interface's own wire. */
  gateway: string | null;
}

const table = '/proc/net/route';

const up = 0x1;
const refuses = 0x200;

/** Reads the text of Linux's /proc/net/route. Lines that are no routes in use are left out. */
export function parseRoutes(text: string): Ipv4Route[] {
  return text.split('\n').flatMap((line) => {
    const [interfaceName = '', to = '', gateway = '', flags = '', , , , mask = ''] = line.split('\t');
    if (!/^[0-9A-F]{8}$/i.test(to)) return [];
    const bits = Number.parseInt(flags, 16);
    if ((bits & up) === 0 || (bits & refuses) !== 0) return [];
    const via = swapped(gateway);
    return [
      {
        interfaceName,
        to: rangeUnder(swapped(to), swapped(mask)),
        gateway: via === 0 ? null : ipv4Text(via),
      },
    ];
  });
}

/** The kernel prints addresses as it holds them; every Linux that Node runs on holds them low byte first. */
const swapped = (hex: string): number => Buffer.from(hex, 'hex').readUInt32LE();

/** The routes of this machine; none where the system does not tell them in a file. */
export function systemRoutes(): Ipv4Route[] {
  return existsSync(table) ? parseRoutes(readFileSync(table, 'latin1')) : [];
}
