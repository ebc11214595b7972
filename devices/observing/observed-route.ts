import { z } from 'zod';
import type { Route } from '../../contract/index.ts';
import { chooseRoute, EncryptionTold } from '../discovery/choose-transport.ts';
import { xorPort } from '../discovery/xor-answer.ts';
import { dialectOf, type Kind, kindOf } from '../kinds.ts';
import { fieldsOf } from './fields.ts';
import type { DatagramHeard } from './hear-answers.ts';

const Typed = z.object({ device_type: z.string().max(64), owner: z.string().max(64).optional() });
const SysinfoTyped = z.object({ type: z.string().optional(), mic_type: z.string().optional() });

/** What stands at an address by its answers, and how it could be talked to; undefined where they say neither. */
export interface ObservedDevice {
  kind: Kind;
  route: Route;
  /** Owner hash; null where it was not told. */
  owner: string | null;
}

/**
 * Unlike discovery, this also takes types that nobody knows: they are what an observer is for. A TDP answer goes
 * before an XOR one (protocols/README.md, "How to choose").
 */
export function deviceIn(host: string, heard: readonly DatagramHeard[]): ObservedDevice | undefined {
  for (const { port, answer } of heard) {
    if (port === xorPort) continue;
    const result = fieldsOf(answer)?.['result'];
    const typed = Typed.safeParse(result);
    const told = EncryptionTold.safeParse(result);
    if (!typed.success || !told.success) continue;
    const { device_type, owner = null } = typed.data;
    return { kind: kindOf(device_type), owner, route: chooseRoute(host, dialectOf(device_type), told.data) };
  }
  const legacy = heard.find(({ port }) => port === xorPort);
  const sysinfo = fieldsOf(fieldsOf(fieldsOf(legacy?.answer)?.['system'])?.['get_sysinfo']);
  if (!sysinfo) return undefined;
  const { data } = SysinfoTyped.safeParse(fieldsOf(sysinfo['system']) ?? sysinfo);
  const kind = kindOf(data?.type ?? data?.mic_type ?? '');
  return { kind, owner: null, route: { host, port: xorPort, dialect: 'iot', transport: 'xor', tls: false } };
}
