import { PlugfleetError } from '../../contract/index.ts';
import { systemCode } from '../system-error.ts';

/** The machine at the address refused the connection: it is there, but the plug's local control may be asleep or shut. */
export class PortShut extends PlugfleetError {
  constructor(host: string, port: number) {
    super('locked', `${host} refuses connections to port ${port}`, { facts: { host, port, error: 'ECONNREFUSED' } });
  }
}

/** What this machine lacks, as opposed to the plug. */
const ours: Readonly<Record<string, 'no-permission' | 'internal'>> = {
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EMFILE: 'internal',
  ENFILE: 'internal',
  EADDRNOTAVAIL: 'internal',
};

/** The error for a connection that did not come about. */
export function connectError(cause: unknown, host: string, port: number): PlugfleetError {
  const error = systemCode(cause);
  if (error === 'ECONNREFUSED') return new PortShut(host, port);
  return new PlugfleetError(ours[error] ?? 'silent', `no connection to ${host}:${port} (${error})`, {
    facts: { host, port, error },
    cause,
  });
}
