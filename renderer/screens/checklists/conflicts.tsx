import { WarnIcon } from '../../parts/icons.tsx';
import { useTranslation } from '../../words.ts';
import { nameOf, placeOf } from '../plan/names.ts';
import { ItemBadge } from '../plan/run-badges.tsx';
import type { CardOfRun } from './rows.ts';
import { Said } from './said.tsx';

/** Cards of which people say different things, with what each said. */
export function Conflicts({ cards }: { cards: readonly CardOfRun[] }) {
  const { t } = useTranslation('checklists');
  const contradicted = cards.filter(({ item }) => item.conflict === true);
  if (contradicted.length === 0) return null;
  return (
    <section className="conflicts" aria-labelledby="conflicts">
      <h2 id="conflicts" className="badge tone-warn">
        <WarnIcon />
        {t('conflict.title', { count: contradicted.length })}
      </h2>
      <p className="dim">{t('conflict.text')}</p>
      <div className="wide">
        <table className="rows" aria-labelledby="conflicts">
          <thead>
            <tr>
              <th scope="col">{t('conflict.plug')}</th>
              <th scope="col">{t('conflict.said')}</th>
              <th scope="col">{t('conflict.counts')}</th>
            </tr>
          </thead>
          <tbody>
            {contradicted.map(({ item, ticks }) => (
              <tr key={item.mac}>
                <th scope="row">
                  <span className="foreign">{nameOf(item.plug)}</span>{' '}
                  <span className="foreign dim">{placeOf(item.plug)}</span>
                </th>
                <td>
                  {ticks.map((tick) => (
                    <div key={`${tick.by} ${tick.at} ${tick.result}`}>
                      <Said tick={tick} />
                    </div>
                  ))}
                </td>
                <td>
                  <ItemBadge at={item.at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
