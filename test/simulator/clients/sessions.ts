import type { Account } from '../../../simulator/index.ts';
import { AesClient } from './aes-client.ts';
import { httpPort } from './http-port.ts';
import { KlapClient } from './klap-client.ts';
import type { Heard } from './raw-line.ts';
import { TpapClient } from './tpap-client.ts';

/** What the clients of all transports with a log-in can do. */
export interface SessionClient {
  /** @returns false when the secret is not this plug's. */
  login(account: Account): Promise<boolean>;
  ask(request: object): Promise<Record<string, unknown>>;
  send(request: object, withinMs?: number): Promise<Heard>;
  /** The dialect's text in an answer to the latest request. */
  read(heard: Heard): string;
  close(): void;
}

export type LoginTransport = 'klap-1' | 'klap-2' | 'aes' | 'tpap';

export const clientFor: Record<LoginTransport, (address: string) => SessionClient> = {
  'klap-1': (address) => new KlapClient(address, httpPort, 'one connection', 'klap-1'),
  'klap-2': (address) => new KlapClient(address),
  aes: (address) => new AesClient(address),
  tpap: (address) => new TpapClient(address),
};
