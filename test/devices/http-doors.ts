import type { TestContext } from 'node:test';
import type { Route } from '../../contract/index.ts';
import { aesKeyPair } from '../../devices/transports/aes-key.ts';
import { virtualAesPlug } from './virtual-aes-plug.ts';
import { smartAnswer, virtualKlapPlug } from './virtual-klap-plug.ts';
import { virtualTpapPlug } from './virtual-tpap-plug.ts';
import { iotAnswer } from './virtual-xor-plug.ts';

/** A virtual plug of every transport that goes over HTTP. */
export interface HttpDoor {
  transport: Route['transport'];
  /** @param answer answers a message in the clear; a plug without faults if not given */
  start: (t: TestContext, answer?: (text: string) => string) => Promise<Route>;
}

export const httpDoors: readonly HttpDoor[] = [
  {
    transport: 'klap-1',
    start: async (t, answer = (text) => iotAnswer(text)) =>
      (await virtualKlapPlug(t, { version: 1, dialect: 'iot', answer })).route,
  },
  {
    transport: 'klap-2',
    start: async (t, answer = (text) => smartAnswer(text)) => (await virtualKlapPlug(t, { answer })).route,
  },
  {
    transport: 'aes',
    start: async (t, answer = (text) => smartAnswer(text)) => {
      // the time of a test is for the plug, not for making a key
      await aesKeyPair();
      return (await virtualAesPlug(t, { answer })).route;
    },
  },
  {
    transport: 'tpap',
    start: async (t, answer = (text) => smartAnswer(text)) =>
      // no port of its own: it is reached where it was greeted, also behind something else
      (await virtualTpapPlug(t, { answer, tpap: { port: 0 } })).route,
  },
];
