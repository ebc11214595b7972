import type { RunItem } from '../../../contract/index.ts';
import { useTranslation } from '../../words.ts';
import { nameOf, placeOf } from './names.ts';

/** The first few plugs by name and place, and how many more there are. */
export function SomeNames({ plugs, most = 5 }: { plugs: readonly RunItem['plug'][]; most?: number }) {
  const { t } = useTranslation('plan');
  return (
    <ul className="some-names">
      {plugs.slice(0, most).map((plug) => (
        <li key={plug.mac}>
          <span className="foreign">{nameOf(plug)}</span>
          {placeOf(plug) !== '' && <span className="foreign dim"> {placeOf(plug)}</span>}
        </li>
      ))}
      {plugs.length > most && <li className="dim">{t('accept.more', { count: plugs.length - most })}</li>}
    </ul>
  );
}
