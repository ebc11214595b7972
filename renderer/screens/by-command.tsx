import { useTranslation } from '../words.ts';

/** What the command line does and this window does not yet: the line to type. */
export function ByCommand() {
  const { t } = useTranslation('shell');
  return (
    <div className="middle">
      <h1>{t('nav.ledger')}</h1>
      <p>{t('byCommand')}</p>
      <pre className="foreign">plugfleet ledger list</pre>
    </div>
  );
}
