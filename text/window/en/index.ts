import { codes } from './codes.ts';
import { fleet } from './fleet.ts';
import { plan } from './plan.ts';
import { shell } from './shell.ts';

export const windowEn = { shell, fleet, plan, codes };
