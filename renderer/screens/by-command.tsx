import { usePlace } from '../route.ts';
import { useTranslation } from '../words.ts';
import { useChosen } from './fleet/chosen.ts';

/** What the command line does and this window does not yet: the line to type, made out for what one came with. */
export function ByCommand({ screen }: { screen: 'checklists' | 'ledger' }) {
  const { t } = useTranslation('shell');
  const { rest } = usePlace();
  const chosen = useChosen();
  const [run] = rest;
  const which = run === undefined || run === 'new' ? [...chosen].join(' ') || '--all' : `--run ${run}`;
  const line = screen === 'ledger' ? 'plugfleet ledger list' : `plugfleet checklist ${which} --out cards.pdf`;
  return (
    <div className="middle">
      <h1>{t(`nav.${screen}`)}</h1>
      <p>{t('byCommand')}</p>
      <pre className="foreign">{line}</pre>
    </div>
  );
}
