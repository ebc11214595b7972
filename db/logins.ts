import { z } from 'zod';
import { type LoginRecord, PlugfleetError, type Store } from '../contract/index.ts';
import type { Connection } from './connection.ts';
import { isDuplicate } from './sqlite-error.ts';

const LoginRow = z.object({ name: z.string(), email: z.string(), setAt: z.string() }) satisfies z.ZodType<LoginRecord>;

/** Accounts by name. Their passwords are in the vault, never here. */
export const loginsIn = (connection: Connection): Store['logins'] => ({
  all: () => connection.all(LoginRow.parse, 'SELECT name, email, setAt FROM login ORDER BY name'),
  byName: (name) => connection.first(LoginRow.parse, 'SELECT name, email, setAt FROM login WHERE name = ?', name),
  add: ({ name, email, setAt }) => {
    try {
      connection.change('INSERT INTO login (name, email, setAt) VALUES (?, ?, ?)', name, email, setAt);
    } catch (thrown) {
      if (!isDuplicate(thrown)) throw thrown;
      throw new PlugfleetError('login-exists', `A login named '${name}' is there already`, { facts: { name } });
    }
  },
  remove: (name) => {
    if (connection.change('DELETE FROM login WHERE name = ?', name) > 0) return;
    throw new PlugfleetError('unknown-login', `No login is named '${name}'`, { facts: { name } });
  },
});
