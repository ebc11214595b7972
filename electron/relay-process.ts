import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { ParentPort } from 'electron';
import type { AttachProblem, contract } from '../contract/index.ts';
import type { FromHost, OtherComputer, ToHost } from './messages.ts';
import { Refused } from './relay-agent.ts';
import { RelayLink } from './relay-link.ts';
import { type LinePort, passOn } from './relay-port.ts';

/**
 * The process that stands in for the host where the window shows another computer's fleet: it passes every call on to
 * the Plugfleet that serves there. It holds no database and no plug hears of it.
 */
const parent: ParentPort = process.parentPort;
const tell = (message: FromHost): void => parent.postMessage(message);

let link: RelayLink | undefined;

parent.on('message', ({ data, ports }) => {
  const message = data as ToHost;
  switch (message.is) {
    case 'attach':
      void attach(message.to, message.version);
      break;
    case 'line': {
      const [port] = ports;
      if (link !== undefined && port !== undefined) passOn(port as LinePort, link, refuse, complain);
      break;
    }
    case 'count-runs':
      void countRuns().then((count) => tell({ is: 'runs-there', count }));
      break;
    case 'close':
      process.exit(0);
  }
});

const complain = (what: string, cause: unknown): void =>
  tell({ is: 'complaint', words: `${what}: ${cause instanceof Error ? cause.message : cause}` });

const refuse = (problem: AttachProblem): void => tell({ is: 'refused', problem });

const clientOf = (to: RelayLink): ContractRouterClient<typeof contract> =>
  createORPCClient(new RPCLink({ url: 'http://plugfleet/rpc', fetch: (request) => to.send(request) }));

async function attach(to: OtherComputer, ours: string): Promise<void> {
  try {
    const met = new RelayLink(to);
    await met.knock();
    await met.enter();
    const { version: theirs } = await clientOf(met).about();
    if (!speaksWith(theirs, ours)) throw new Refused({ is: 'other-version', theirs, ours });
    link = met;
    tell({ is: 'ready' });
  } catch (thrown) {
    if (!(thrown instanceof Refused)) complain('the other computer cannot be reached', thrown);
    refuse(problemOf(thrown));
  }
}

/** Versions that differ in the last number only speak the same contract. */
function speaksWith(theirs: string, ours: string): boolean {
  const told = (version: string): string => version.split('.').slice(0, 2).join('.');
  return told(theirs) === told(ours);
}

function problemOf(thrown: unknown): AttachProblem {
  if (thrown instanceof Refused) return thrown.problem;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return { is: 'no-tls' };
  return { is: code.startsWith('HPE_') ? 'not-plugfleet' : 'no-answer' };
}

async function countRuns(): Promise<number> {
  if (link === undefined) return 0;
  try {
    const { runs } = await clientOf(link).runs.list();
    return runs.filter(({ state }) => state === 'running').length;
  } catch {
    // who leaves is not kept by a computer that does not answer
    return 0;
  }
}
