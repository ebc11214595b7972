import { PlugfleetError, type PlugRecord, type Selection } from '../../contract/index.ts';
import { bareModel } from './names.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const isEmpty = (s: Selection): boolean =>
  !s.all && [s.macs, s.site, s.room, s.model, s.tag, s.standing].every((filter) => !filter?.length);

/**
 * The plugs a selection means. Several values of one filter = or, different filters = and.
 * @throws `unknown-plug` for a MAC that is not in the inventory, `empty-selection` for no filter where one is needed
 */
export function select(
  plugs: readonly PlugRecord[],
  selection: Selection,
  none: 'all' | 'refuse',
): readonly PlugRecord[] {
  if (isEmpty(selection)) {
    if (none === 'all') return plugs;
    throw new PlugfleetError('empty-selection');
  }
  const known = new Set(plugs.map((p) => p.mac));
  for (const mac of selection.macs ?? [])
    if (!known.has(mac)) throw new PlugfleetError('unknown-plug', `${mac} is not in the inventory`, { facts: { mac } });

  const any = <T>(wanted: readonly T[] | undefined, fits: (value: T) => boolean): boolean =>
    !wanted?.length || wanted.some(fits);
  const chosen = plugs.filter(
    (p) =>
      any(selection.macs, (mac) => p.mac === mac) &&
      any(selection.site, (site) => p.site !== null && same(p.site, site)) &&
      any(selection.room, (room) => p.room !== null && same(p.room, room)) &&
      any(selection.model, (model) => same(p.model, bareModel(model))) &&
      any(selection.tag, (tag) => p.tags.some((t) => same(t, tag))) &&
      any(selection.standing, (standing) => p.standing === standing),
  );
  // a misspelt site must not pass for a fleet that is protected
  if (chosen.length === 0 && none === 'refuse')
    throw new PlugfleetError('empty-selection', 'no plug fits the selection');
  return chosen;
}
