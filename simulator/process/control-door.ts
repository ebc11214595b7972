import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Fleet } from '../fleet/fleet.ts';
import { isJsonObject, type JsonObject, parseJsonObject } from '../json.ts';
import { SimulatorError } from '../simulator-error.ts';
import type { Fault } from '../spec/fault.ts';

/**
 * The fleet's verbs over HTTP on 127.0.0.1, for whoever started it in its own process. `GET /truth` gives
 * `{seed, plugs, others}`; every POST gives `{}` or `{error: {code, message}}`.
 */
export async function openControlDoor(fleet: Fleet, onClose: () => void): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    handle(fleet, request, onClose).then(
      (answer) => reply(response, 200, answer),
      (cause: unknown) => reply(response, cause instanceof SimulatorError ? 400 : 500, { error: errorFacts(cause) }),
    );
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string')
    throw new SimulatorError('cannot-listen', 'the control door has no port');
  return { server, url: `http://127.0.0.1:${bound.port}` };
}

async function handle(fleet: Fleet, request: IncomingMessage, onClose: () => void): Promise<object> {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /truth') return { seed: fleet.seed, plugs: fleet.plugs(), others: fleet.others() };
  const body = await bodyOf(request);
  switch (route) {
    case 'POST /network':
      fleet.network(body['state'] === 'down' ? 'down' : 'up');
      break;
    case 'POST /swap':
      await fleet.swap(text(body, 'a'), text(body, 'b'));
      break;
    case 'POST /fault':
      await fleet.setFault(text(body, 'mac'), faultsIn(body));
      break;
    case 'POST /power':
      if (body['on'] === true) await fleet.powerOn(text(body, 'mac'));
      else fleet.powerOff(text(body, 'mac'));
      break;
    case 'POST /press':
      fleet.pressButton(text(body, 'mac'), body['seconds'] === 5 ? 5 : 10);
      break;
    case 'POST /move':
      await fleet.move(text(body, 'mac'), text(body, 'address'));
      break;
    case 'POST /close':
      onClose();
      break;
    default:
      throw new SimulatorError('bad-spec', `the control door knows no ${route}`);
  }
  return {};
}

async function bodyOf(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return parseJsonObject(Buffer.concat(chunks).toString()) ?? {};
}

function text(body: JsonObject, key: string): string {
  const value = body[key];
  if (typeof value === 'string') return value;
  throw new SimulatorError('bad-spec', `the control door needs "${key}" as text`);
}

/** Faults come from whoever wrote the FleetSpec too, so their inside is taken as it is. */
function faultsIn(body: JsonObject): Fault[] {
  const faults = body['faults'];
  if (Array.isArray(faults) && faults.every((fault) => isJsonObject(fault) && typeof fault['kind'] === 'string')) {
    return faults as unknown as Fault[];
  }
  throw new SimulatorError('bad-spec', 'the control door needs "faults" as a list of {kind, …}');
}

function reply(response: ServerResponse, status: number, answer: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

function errorFacts(cause: unknown): object {
  const code = cause instanceof SimulatorError ? cause.code : 'fleet-process';
  return { code, message: cause instanceof Error ? cause.message : String(cause) };
}
