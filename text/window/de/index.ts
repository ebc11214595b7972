import type { WindowWords } from '../words.ts';
import { attach } from './attach.ts';
import { checklists } from './checklists.ts';
import { codes } from './codes.ts';
import { desktop } from './desktop.ts';
import { fleet } from './fleet.ts';
import { ledger } from './ledger.ts';
import { logins } from './logins.ts';
import { paper } from './paper.ts';
import { plan } from './plan.ts';
import { scan } from './scan.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';

export const windowDe: WindowWords = {
  shell,
  fleet,
  plan,
  scan,
  checklists,
  ledger,
  paper,
  settings,
  logins,
  codes,
  desktop,
  attach,
};
