import { answerWith, type HttpService, httpTalk } from './http-talk.ts';
import { klapService } from './klap-service.ts';
import type { Station } from './station.ts';
import type { Talk } from './talk.ts';
import { xorTalk } from './xor-talk.ts';

/**
 * Powers up what a device speaks over TCP; the result starts the talk of one connection. Sessions live from here to
 * the next power-up, not per connection. A further transport is a further case.
 */
export function openTransport(station: Station): () => Talk {
  if (station.state.transport === 'xor') return () => xorTalk(station);
  const service = station.state.transport === 'klap-2' ? klapService(station) : turnsAway(station);
  return () => httpTalk(station, service);
}

/** Found, but no session is served: KLAP is turned away as plugs of the other kinds do it. */
function turnsAway(station: Station): HttpService {
  const handshakeStatus = station.state.transport === 'aes' ? 404 : 403;
  return ({ path }) =>
    path === '/app/handshake1' ? answerWith(handshakeStatus) : answerWith(200, JSON.stringify({ error_code: 1003 }));
}
