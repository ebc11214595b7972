import { PlugfleetError, type PlugRecord } from '../../contract/index.ts';
import { ownerHash } from '../../devices/index.ts';
import { visit } from '../../engine/index.ts';
import { type HostContext, isoNow } from '../context.ts';
import { os } from './os.ts';

const all = (context: HostContext) => ({
  logins: context.store.logins.all().map(({ name, email }) => ({ name, email })),
});

function known(context: HostContext, name: string): { name: string; email: string } {
  const login = context.store.logins.byName(name);
  if (login === undefined)
    throw new PlugfleetError('unknown-login', `there is no login '${name}'`, { facts: { login: name } });
  return login;
}

const add = os.logins.add.handler(({ context, input: { name, email, password } }) => {
  if (context.store.logins.byName(name) !== undefined)
    throw new PlugfleetError('login-exists', `a login '${name}' is there already`, { facts: { login: name } });
  // the secret first: a login without one would open nothing and not say why
  context.vault.set(name, password);
  context.store.logins.add({ name, email, setAt: isoNow(context.clock) });
  return all(context);
});

const list = os.logins.list.handler(({ context }) => all(context));

const remove = os.logins.remove.handler(({ context, input }) => {
  const { name } = known(context, input.name);
  context.store.logins.remove(name);
  context.vault.remove(name);
  return all(context);
});

const test = os.logins.test.handler(async ({ context, input, signal }) => {
  const { name, email } = known(context, input.name);
  const password = context.vault.get(name);
  if (password === undefined)
    throw new PlugfleetError('vault-locked', `the password of '${name}' is not in the vault`, {
      facts: { login: name },
    });
  const plugs = context.store.plugs.all().filter((p) => p.route !== null && p.route.transport !== 'xor');
  // on a plug that another login opens, a right one would look wrong
  const likeliest = (): PlugRecord | undefined =>
    plugs.find((p) => p.owner === ownerHash(email)) ?? plugs.find((p) => p.standing === 'needs-login') ?? plugs[0];
  const plug = input.mac === undefined ? likeliest() : plugs.find((p) => p.mac === input.mac);
  if (plug === undefined)
    throw new PlugfleetError('unknown-plug', 'no plug that asks for a login is known to try it on');
  const { outcome } = await visit(context, plug, {
    credentials: [{ name, email, password }],
    signal: signal ?? new AbortController().signal,
    budgetMs: 20_000,
    withSnapshot: false,
    asked: true,
  });
  // a plug that a built-in account opens says nothing about this one
  if (outcome.ok && outcome.login !== name) return { ok: false, mac: plug.mac, code: 'needs-login' as const };
  return { ok: outcome.ok, mac: plug.mac, code: outcome.ok ? null : outcome.code };
});

export const logins = { add, list, remove, test };
