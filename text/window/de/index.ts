import type { WindowWords } from '../words.ts';
import { codes } from './codes.ts';
import { fleet } from './fleet.ts';
import { logins } from './logins.ts';
import { plan } from './plan.ts';
import { scan } from './scan.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';

export const windowDe: WindowWords = { shell, fleet, plan, scan, settings, logins, codes };
