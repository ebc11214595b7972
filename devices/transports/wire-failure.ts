import { PlugfleetError, type Route } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import { connectError } from './connect.ts';
import { type HttpWire, WireError, wireNonsense } from './http-wire.ts';
import type { SendOutcome } from './transport.ts';

/** What a failed exchange means for a reader; anything else stays as it is. */
export function wireFailure(thrown: unknown, route: Route, deadline: Deadline, wire: HttpWire): unknown {
  if (!(thrown instanceof WireError)) return thrown;
  const peer = `${route.host}:${route.port}`;
  if (deadline.over) return deadline.failure(wire.answered, peer);
  if (isNonsense(thrown.code)) return garbled(`${peer}: no proper HTTP answer`, { error: thrown.code }, thrown);
  if (!thrown.mayHaveLeft) return connectError(thrown.cause, route.host, route.port);
  const words = `${peer} ended the connection (${thrown.code})`;
  return new PlugfleetError(wire.answered ? 'timeout' : 'silent', words, { facts: { error: thrown.code } });
}

/** Whatever was heard, it was not the protocol: neither HTTP nor, where that was due, TLS. */
const isNonsense = (code: string): boolean =>
  /^HPE_|^ERR_SSL_|^EPROTO$/.test(code) || wireNonsense.some((one) => one === code);

/**
 * What a failed exchange means for something that is sent once: only before it was handed to a standing
 * connection did nothing of it leave. Anything but a WireError is an answer that makes no sense.
 */
export function sendFailure(thrown: unknown, deadline: Deadline): SendOutcome {
  if (!(thrown instanceof WireError))
    return {
      sent: 'cut-off',
      detail: thrown instanceof PlugfleetError ? thrown.message : 'an answer that makes no sense',
    };
  const ended = deadline.stopped ? 'stopped' : 'timeout';
  return { sent: thrown.mayHaveLeft ? 'cut-off' : 'not-sent', detail: deadline.over ? ended : thrown.code };
}

/**
 * What a status other than 200 means for something that is sent once. 4xx: the plug did not take it (403: session
 * gone). 5xx may come from a plug on its way down.
 */
export const statusOutcome = (status: number): SendOutcome => ({
  sent: status >= 400 && status < 500 ? 'refused' : 'cut-off',
  detail: `http ${status}`,
});
