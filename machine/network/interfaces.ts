import { networkInterfaces } from 'node:os';
import { ipv4Number, ipv4Text, rangeUnder } from './ipv4.ts';

/** One IPv4 address of this machine and the network it is in. */
export interface Ipv4Interface {
  name: string;
  address: string;
  netmask: string;
  cidr: string;
  broadcast: string;
  isLoopback: boolean;
}

/** The IPv4 addresses this machine has now, on every interface or on those with these names (`eth0,wlan0`). */
export function interfaces(only?: string): Ipv4Interface[] {
  const names = only?.split(',').flatMap((name) => name.trim() || []);
  const wanted = Object.entries(networkInterfaces()).filter(([name]) => !names?.length || names.includes(name));
  return wanted.flatMap(([name, addresses = []]) =>
    addresses.flatMap(({ family, address, netmask, internal }) => {
      const number = ipv4Number(address);
      const mask = ipv4Number(netmask);
      if (family !== 'IPv4' || number === undefined || mask === undefined) return [];
      const { first, last } = rangeUnder(number, mask);
      const bits = 32 - Math.log2(last - first + 1);
      return [
        { name, address, netmask, cidr: `${ipv4Text(first)}/${bits}`, broadcast: ipv4Text(last), isLoopback: internal },
      ];
    }),
  );
}
