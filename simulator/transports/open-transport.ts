import { aesService } from './aes-service.ts';
import { type HttpService, httpTalk } from './http-talk.ts';
import { klapService } from './klap-service.ts';
import type { Station } from './station.ts';
import type { Talk } from './talk.ts';
import { TPAP_TLS_PORT } from './tpap-facts.ts';
import { tpapServices } from './tpap-service.ts';
import { xorTalk } from './xor-talk.ts';

export const XOR_PORT = 9999;

/** A TCP port of a device, and what is spoken behind it. */
export interface Entrance {
  readonly port: number;
  readonly tls: boolean;
  /** Of one connection. */
  startTalk(): Talk;
}

/** Powers up what a device speaks over TCP. Sessions live from here to the next power-up, not per connection. */
export function openTransport(station: Station, httpPort: number): readonly Entrance[] {
  const { transport, model, tpap } = station.state;
  // Cameras and the like: found, but no session is served.
  if (model.httpsPort !== undefined) return [];
  const entrance = (port: number, service: HttpService, tls = false): Entrance => ({
    port,
    tls,
    startTalk: () => httpTalk(station, service),
  });
  switch (transport) {
    case 'xor':
      return [{ port: XOR_PORT, tls: false, startTalk: () => xorTalk(station) }];
    case 'klap-1':
    case 'klap-2':
      return [entrance(httpPort, klapService(station, transport))];
    case 'aes':
      return [entrance(httpPort, aesService(station))];
    case 'tpap': {
      const { whole, plain } = tpapServices(station, httpPort);
      if (tpap.tls === 0) return [entrance(httpPort, whole)];
      return [entrance(httpPort, plain), entrance(TPAP_TLS_PORT, whole, true)];
    }
  }
}
