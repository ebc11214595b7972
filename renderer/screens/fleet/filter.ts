import type { Plug } from '../../../contract/index.ts';

export const seenSpans = ['hour', 'day', 'week', 'longer', 'never'] as const;
export type SeenSpan = (typeof seenSpans)[number];

/** What is shown of the fleet. Empty lists let everything through; '' in a list means "has none". */
export interface Filter {
  text: string;
  site: readonly string[];
  room: readonly string[];
  model: readonly string[];
  tag: readonly string[];
  standing: readonly string[];
  seen: readonly string[];
}

export const noFilter: Filter = { text: '', site: [], room: [], model: [], tag: [], standing: [], seen: [] };

export const filterKeys = ['site', 'room', 'model', 'standing', 'tag', 'seen'] as const;
export type FilterKey = (typeof filterKeys)[number];

const hourMs = 3_600_000;

export function seenSpan(plug: Pick<Plug, 'lastSeenAt'>, nowMs: number): SeenSpan {
  if (plug.lastSeenAt === null) return 'never';
  const agoMs = nowMs - Date.parse(plug.lastSeenAt);
  if (agoMs <= hourMs) return 'hour';
  if (agoMs <= 24 * hourMs) return 'day';
  return agoMs <= 7 * 24 * hourMs ? 'week' : 'longer';
}

/** The values of a plug that a filter looks at. */
export function valuesOf(plug: Plug, key: FilterKey, nowMs: number): readonly string[] {
  switch (key) {
    case 'tag':
      return plug.tags.length === 0 ? [''] : plug.tags;
    case 'seen':
      return [seenSpan(plug, nowMs)];
    default:
      return [plug[key] ?? ''];
  }
}

/** Put together once per row: a fleet of ten thousand is searched at every key. */
const searchTexts = new WeakMap<Plug, string>();

function searchText(plug: Plug): string {
  let text = searchTexts.get(plug);
  if (text === undefined) {
    const { label, alias, site, room, model, mac, address, tags, firmware } = plug;
    text = [label, alias, site, room, model, mac, mac.replaceAll(':', ''), address, firmware, ...tags]
      .join('\n')
      .toLowerCase();
    searchTexts.set(plug, text);
  }
  return text;
}

/** Makes the texts that are searched while nobody waits, so that the first key finds them. Gives what stops it. */
export function prepareSearch(plugs: readonly Plug[]): () => void {
  // some browsers have no idle callbacks; the first key makes the texts there
  if (!('requestIdleCallback' in globalThis)) return () => undefined;
  let next = 0;
  const work = (idle: IdleDeadline): void => {
    for (; next < plugs.length && idle.timeRemaining() > 1; next++) {
      const plug = plugs[next];
      if (plug !== undefined) searchText(plug);
    }
    if (next < plugs.length) handle = requestIdleCallback(work);
  };
  let handle = requestIdleCallback(work);
  return () => cancelIdleCallback(handle);
}

/** The plugs that fit: every word of the text, and every filter. */
export function applyFilter(plugs: readonly Plug[], filter: Filter, nowMs: number): readonly Plug[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const keys = filterKeys.filter((key) => filter[key].length > 0);
  if (words.length === 0 && keys.length === 0) return plugs;
  return plugs.filter(
    (plug) =>
      words.every((word) => searchText(plug).includes(word)) &&
      keys.every((key) => valuesOf(plug, key, nowMs).some((value) => filter[key].includes(value))),
  );
}

export const activeFilters = (filter: Filter): number => filterKeys.filter((key) => filter[key].length > 0).length;
