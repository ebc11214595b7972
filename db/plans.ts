import { z } from 'zod';
import { Plan, type Store } from '../contract/index.ts';
import type { Connection } from './connection.ts';
import { storedJson } from './stored-json.ts';

const PlanRow = z.object({ body: storedJson(Plan) });

/** Plans as they were frozen: added once, never changed. */
export const plansIn = (connection: Connection): Store['plans'] => ({
  add: (plan) => {
    connection.change('INSERT INTO plan (id, body) VALUES (?, ?)', plan.id, JSON.stringify(plan));
  },
  byId: (id) => connection.first(PlanRow.parse, 'SELECT body FROM plan WHERE id = ?', id)?.body,
});
