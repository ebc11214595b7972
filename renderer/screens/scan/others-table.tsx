import type { ScanResult } from '../../../contract/index.ts';
import { useTranslation } from '../../words.ts';

/** Devices that answered and are no plugs. */
export function OthersTable({ others }: { others: ScanResult['others'] }) {
  const { t } = useTranslation(['scan', 'fleet']);
  return (
    <section aria-labelledby="others">
      <h2 id="others">{t('others.title')}</h2>
      <p className="dim">{t('others.text')}</p>
      <div className="wide">
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{t('fleet:columns.model')}</th>
              <th scope="col">{t('others.kindName')}</th>
              <th scope="col">{t('fleet:columns.mac')}</th>
              <th scope="col">{t('fleet:columns.address')}</th>
            </tr>
          </thead>
          <tbody>
            {others.map(({ mac, address, model, kind }) => (
              <tr key={`${mac} ${address}`}>
                <td className="foreign">{model}</td>
                <td>{t(`others.kind.${kind}`)}</td>
                <td>{mac}</td>
                <td>{address}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
