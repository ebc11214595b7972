import { GoodIcon, WarnIcon } from '../../parts/icons.tsx';
import { useFormats } from '../../parts/moments.ts';
import { useTranslation } from '../../words.ts';

interface Row {
  network: string;
  /** Null while it is not known yet. */
  probed: number | null;
  answered: number;
  silent: number | null;
  expected: number | null;
}

/** What each network answered, against what is expected of it. */
export function NetworksTable({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('scan');
  const formats = useFormats();
  const number = (value: number | null): string => (value === null ? '–' : formats.number(value));
  return (
    <section aria-labelledby="networks">
      <h2 id="networks">{t('networks.title')}</h2>
      {rows.length === 0 ? (
        <p className="dim">{t('networks.noTable')}</p>
      ) : (
        <div className="wide">
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t('networks.network')}</th>
                <th scope="col" className="number">
                  {t('networks.probed')}
                </th>
                <th scope="col" className="number">
                  {t('networks.answered')}
                </th>
                <th scope="col" className="number">
                  {t('networks.silent')}
                </th>
                <th scope="col" className="number">
                  {t('networks.expected')}
                </th>
                <th scope="col">{t('networks.verdict')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ network, probed, answered, silent, expected }) => (
                <tr key={network}>
                  <th scope="row" className="foreign">
                    {network}
                  </th>
                  <td className="number">{number(probed)}</td>
                  <td className="number">{number(answered)}</td>
                  <td className="number">{number(silent)}</td>
                  <td className="number">{number(expected)}</td>
                  <td>{probed !== null && <Verdict answered={answered} expected={expected} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Verdict({ answered, expected }: Pick<Row, 'answered' | 'expected'>) {
  const { t } = useTranslation('scan');
  if (expected === null) return t('networks.noNumber');
  if (answered >= expected)
    return (
      <span className="badge tone-good">
        <GoodIcon />
        {t('networks.complete')}
      </span>
    );
  return (
    <span className="badge tone-warn">
      <WarnIcon />
      {t('networks.missing', { count: expected - answered })}
    </span>
  );
}
