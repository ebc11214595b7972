import { type Outlet, PlugfleetError, type PlugRecord } from '../../contract/index.ts';
import { nameKey } from './names.ts';

type NamedOutlet = Pick<Outlet, 'id' | 'alias'>;

/**
 * The outlet that a person means: by its name, its number on the strip (from 1), or its own id. One that is protected
 * can be named also after the plug stopped telling it.
 * @throws `unknown-outlet`; `bad-input` where more than one outlet could be meant
 */
export function outletNamed(
  plug: Pick<PlugRecord, 'mac' | 'outlets' | 'protectedOutlets'>,
  typed: string,
): NamedOutlet {
  const told = new Set(plug.outlets.map(({ id }) => id));
  const outlets: readonly NamedOutlet[] = [...plug.outlets, ...plug.protectedOutlets.filter(({ id }) => !told.has(id))];
  const facts = { mac: plug.mac, outlet: typed };
  if (outlets.length === 0)
    throw new PlugfleetError('unknown-outlet', `${plug.mac} tells of no outlets of its own; name it without one`, {
      facts,
    });
  const byNumber = /^\d+$/.test(typed) ? outlets[Number(typed) - 1] : undefined;
  const meant = outlets.filter((one) => one === byNumber || one.id === typed || nameKey(one.alias) === nameKey(typed));
  const [outlet] = meant;
  const words = (some: readonly NamedOutlet[]): string =>
    some.map((one) => `${outlets.indexOf(one) + 1} '${one.alias}'`).join(', ');
  if (outlet === undefined)
    throw new PlugfleetError('unknown-outlet', `${plug.mac} has no outlet '${typed}', it has ${words(outlets)}`, {
      facts,
    });
  // a wrong guess here would leave the fridge without its protection
  if (meant.length > 1)
    throw new PlugfleetError('bad-input', `'${typed}' may be any of the outlets ${words(meant)} of ${plug.mac}`, {
      facts,
    });
  return { id: outlet.id, alias: outlet.alias };
}
