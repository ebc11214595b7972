import type { Plug } from '../../../contract/index.ts';
import { useFormats } from '../../parts/moments.ts';
import { useTranslation } from '../../words.ts';

/** Plugs that were in the networks asked and did not answer. */
export function SilentTable({ plugs }: { plugs: readonly Plug[] }) {
  const { t } = useTranslation(['scan', 'fleet']);
  const formats = useFormats();
  return (
    <section aria-labelledby="silent">
      <h2 id="silent">{t('silent.title')}</h2>
      <p className="dim">{t('silent.text')}</p>
      <div className="wide">
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{t('fleet:columns.name')}</th>
              <th scope="col">{t('fleet:columns.site')}</th>
              <th scope="col">{t('fleet:columns.room')}</th>
              <th scope="col">{t('fleet:columns.model')}</th>
              <th scope="col">{t('fleet:columns.address')}</th>
              <th scope="col">{t('silent.seen')}</th>
            </tr>
          </thead>
          <tbody>
            {plugs.map(({ mac, label, alias, site, room, model, address, lastSeenAt }) => (
              <tr key={mac}>
                <td className="foreign">{(label ?? alias) || mac}</td>
                <td className="foreign">{site}</td>
                <td className="foreign">{room}</td>
                <td>{model}</td>
                <td>{address}</td>
                <td>{lastSeenAt === null ? t('fleet:never') : formats.ago(lastSeenAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
