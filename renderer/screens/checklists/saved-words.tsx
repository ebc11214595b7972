import { Button } from '@mantine/core';
import type { RunItem } from '../../../contract/index.ts';
import { GoodIcon } from '../../parts/icons.tsx';
import { Told } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';
import type { Result } from './typed-numbers.ts';

export interface SavedResults {
  items: readonly RunItem[];
  already: readonly string[];
  notes: readonly { mac: string; note: string }[];
  results: ReadonlyMap<string, Result>;
}

/** What became of results that were saved, and the way back. */
export function SavedWords(o: {
  saved: SavedResults;
  disabled: boolean;
  onTakeBack: (macs: readonly string[]) => void;
}) {
  const { t } = useTranslation('checklists');
  const { items, already, notes, results } = o.saved;
  const isTakenBack = (mac: string): boolean => results.get(mac) === 'withdraw';
  const fresh = items.filter(({ mac }) => !already.includes(mac));
  const takenBack = fresh.filter(({ mac }) => isTakenBack(mac));
  const entered = fresh.length - takenBack.length;
  const conflicts = items.filter(({ conflict }) => conflict === true);
  // of several ticks all would be taken back: that is asked for card by card
  const own = fresh.filter(({ mac, ticks }) => !isTakenBack(mac) && ticks === 1).map(({ mac }) => mac);
  const words = [
    ...(entered > 0 ? [t('results.saved', { count: entered })] : []),
    ...(takenBack.length > 0 ? [t('results.takenBack', { count: takenBack.length })] : []),
    ...(already.length > 0 ? [t('results.already', { count: already.length })] : []),
    ...(conflicts.length > 0 ? [t('results.conflicts', { count: conflicts.length })] : []),
  ];
  const contradicted = new Set(conflicts.map(({ mac }) => mac));
  return (
    <div className="row">
      <span className="badge tone-good failure">
        <GoodIcon />
        <span>
          {words.join(' ')}
          {notes
            .filter(({ mac }) => !contradicted.has(mac))
            .map(({ mac, note }) => (
              <span key={mac} className="foreign">
                {' '}
                {mac}: <Told>{`${note}.`}</Told>
              </span>
            ))}
        </span>
      </span>
      {own.length > 0 && (
        <Button size="compact-sm" variant="default" disabled={o.disabled} onClick={() => o.onTakeBack(own)}>
          {t('results.takeBack', { count: own.length })}
        </Button>
      )}
    </div>
  );
}
