import type { KeyObject } from 'node:crypto';
import { codeOf, type Heard } from '../../contract/index.ts';
import { readTdpAnswer } from './tdp-answer.ts';
import { readXorAnswer, xorPort } from './xor-answer.ts';

/** A datagram as it was read. `atMs`: monotonic milliseconds. */
export interface Datagram {
  bytes: Buffer;
  address: string;
  port: number;
  atMs: number;
  /** It surely arrived after this moment: what is read late may be old. */
  sureMs: number;
}

/** Ports of TDP; newer devices answer on the second. */
export const tdpPorts = [20002, 20004] as const;

/** Whether a device would answer from there. */
export const isAnswerPort = (port: number): boolean => port === xorPort || tdpPorts.some((one) => one === port);

/** What a datagram tells; undefined if it is no answer of any known kind. Its source port says of which kind it is. */
export function readDatagram(datagram: Datagram, privateKey: KeyObject): Heard | undefined {
  try {
    if (datagram.port === xorPort) return readXorAnswer(datagram);
    return isAnswerPort(datagram.port) ? readTdpAnswer(datagram, privateKey) : undefined;
  } catch (thrown) {
    if (codeOf(thrown) === 'garbled') return undefined;
    throw thrown;
  }
}
