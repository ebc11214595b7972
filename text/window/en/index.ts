import { codes } from './codes.ts';
import { fleet } from './fleet.ts';
import { shell } from './shell.ts';

export const windowEn = { shell, fleet, codes };
