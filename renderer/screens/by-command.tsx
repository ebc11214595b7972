import type { Screen } from '../route.ts';
import { useTranslation } from '../words.ts';

/** What is typed for what this window does not show yet. */
const lines: Record<Exclude<Screen, 'fleet'>, string> = {
  scan: 'plugfleet scan --own',
  plan: 'plugfleet plan --all',
  checklists: 'plugfleet checklist --all --out cards.pdf',
  ledger: 'plugfleet ledger list',
  settings: 'plugfleet login add NAME --email E',
};

/** A screen that is not there yet: the command line does its work, and this says how. */
export function ByCommand({ screen }: { screen: Exclude<Screen, 'fleet'> }) {
  const { t } = useTranslation('shell');
  return (
    <div className="middle">
      <h1>{t(`nav.${screen}`)}</h1>
      <p>{t('byCommand')}</p>
      <pre>{lines[screen]}</pre>
    </div>
  );
}
