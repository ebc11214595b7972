import { chooseHttpPort } from '../../../simulator/network/http-port.ts';

/** Where virtual plugs serve HTTP here: 80, or 8080 for a user who may not bind it. */
export const httpPort = await chooseHttpPort('127.99.0.1');
