import { useQuery } from '@tanstack/react-query';
import type { About } from '../../contract/index.ts';
import { aboutQuery } from './queries.ts';

const unknown: About = {
  version: '',
  practice: false,
  practiceNetworks: [],
  database: '',
  readOnly: true,
  by: 'unknown',
};

/** What this Plugfleet is; until it told, nothing may be changed. */
export const useAbout = (): About => useQuery(aboutQuery).data ?? unknown;
