import type { Plug } from '../../../contract/index.ts';
import { StandingBadge } from '../../parts/standing.tsx';
import { useTranslation } from '../../words.ts';

/** More rows than anybody reads while they come. */
const mostRows = 40;

/** Plugs heard since the scan began, the newest first. */
export function ArrivingTable({ plugs }: { plugs: readonly Plug[] }) {
  const { t } = useTranslation(['scan', 'fleet']);
  const shown = plugs.slice(-mostRows).toReversed();
  return (
    <section aria-labelledby="arriving">
      <h2 id="arriving">{t('run.arriving')}</h2>
      {plugs.length === 0 ? (
        <p className="dim">{t('run.noneYet')}</p>
      ) : (
        <div className="wide">
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t('fleet:columns.name')}</th>
                <th scope="col">{t('fleet:columns.model')}</th>
                <th scope="col">{t('fleet:columns.address')}</th>
                <th scope="col">{t('fleet:columns.standing')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ mac, label, alias, model, address, standing }) => (
                <tr key={mac}>
                  <td className="foreign">{(label ?? alias) || mac}</td>
                  <td>{model}</td>
                  <td>{address}</td>
                  <td>
                    <StandingBadge standing={standing} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {plugs.length > shown.length && (
            <p className="dim">{t('run.more', { count: plugs.length - shown.length })}</p>
          )}
        </div>
      )}
    </section>
  );
}
