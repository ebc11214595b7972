import type { SortColumn } from 'react-data-grid';
import type { Plug } from '../../../contract/index.ts';

type Key = string | number;

/** What each column sorts by. */
const keys: Readonly<Record<string, (plug: Plug) => Key>> = {
  name: (plug) => (plug.label ?? plug.alias).toLowerCase(),
  site: (plug) => plug.site ?? '',
  room: (plug) => plug.room ?? '',
  tags: (plug) => plug.tags.join(' '),
  model: (plug) => plug.model,
  standing: (plug) => plug.standing,
  marks: (plug) => `${plug.owned ? 0 : 1}${plug.protected ? 0 : 1}`,
  load: (plug) => plug.watts ?? (plug.relay === 'on' ? 0 : -1),
  seen: (plug) => plug.lastSeenAt ?? '',
  mac: (plug) => plug.mac,
  address: (plug) =>
    (plug.address ?? '')
      .split('.')
      .map((part) => part.padStart(3, '0'))
      .join('.'),
  firmware: (plug) => plug.firmware ?? '',
};

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const compare = (a: Key, b: Key): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));

/** Sorted by the columns in their order; equal rows keep theirs. Keys are made once per row. */
export function sortPlugs(plugs: readonly Plug[], columns: readonly SortColumn[]): readonly Plug[] {
  if (columns.length === 0) return plugs;
  const wanted = columns.flatMap(({ columnKey, direction }) => {
    const key = keys[columnKey];
    return key === undefined ? [] : [{ key, sign: direction === 'ASC' ? 1 : -1 }];
  });
  const keyed = plugs.map((plug) => ({ plug, by: wanted.map(({ key }) => key(plug)) }));
  keyed.sort((a, b) => {
    for (const [index, { sign }] of wanted.entries()) {
      const order = compare(a.by[index] ?? '', b.by[index] ?? '');
      if (order !== 0) return order * sign;
    }
    return 0;
  });
  return keyed.map(({ plug }) => plug);
}
