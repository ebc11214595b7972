import { os } from './os.ts';

export const about = os.about.handler(({ context }) => ({
  ...context.about,
  database: context.database,
  readOnly: context.store.readOnly,
}));
