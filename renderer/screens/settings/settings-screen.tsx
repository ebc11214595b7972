import type { ReactNode } from 'react';
import { hrefOf, usePlace } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { DatabaseSection } from './database-section.tsx';
import { LoginsSection } from './logins-section.tsx';
import { PlacesSection } from './places-section.tsx';
import { RunsSection } from './runs-section.tsx';
import { WindowSection } from './window-section.tsx';

const sections = {
  logins: LoginsSection,
  places: PlacesSection,
  runs: RunsSection,
  window: WindowSection,
  database: DatabaseSection,
} as const satisfies Record<string, () => ReactNode>;
type Section = keyof typeof sections;
const keys = Object.keys(sections) as readonly Section[];

/** Everything that is set rather than done; each part has an address of its own. */
export default function SettingsScreen() {
  const { t } = useTranslation('settings');
  const { rest } = usePlace();
  const here = keys.find((key) => key === rest[0]) ?? 'logins';
  const Shown = sections[here];
  return (
    <>
      <div className="bar">
        <h1>{t('title')}</h1>
        <nav className="tabs" aria-label={t('sections')}>
          {keys.map((key) => (
            <a
              key={key}
              className="tab"
              href={hrefOf('settings', key)}
              aria-current={key === here ? 'page' : undefined}
            >
              {t(`section.${key}`)}
            </a>
          ))}
        </nav>
      </div>
      <div className="page">
        <Shown />
      </div>
    </>
  );
}
