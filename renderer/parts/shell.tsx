import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isPractice } from '../feed/client.ts';
import { attachedTo, useHost } from '../feed/desktop.ts';
import { useInventory } from '../feed/plugs.ts';
import { aboutQuery } from '../feed/queries.ts';
import { hrefOf, type Screen, screens, usePlace } from '../route.ts';
import { useTranslation } from '../words.ts';
import { AttachedNotice } from './attached-notice.tsx';
import { DesktopNotices, useHostFailure } from './desktop-notices.tsx';
import { CardIcon, FindIcon, LedgerIcon, PlanIcon, PlugIcon, SettingsIcon, WarnIcon } from './icons.tsx';

const icons: Record<Screen, () => ReactNode> = {
  fleet: PlugIcon,
  scan: FindIcon,
  plan: PlanIcon,
  checklists: CardIcon,
  ledger: LedgerIcon,
  settings: SettingsIcon,
};

/** The frame around every screen: where one is, and what has to be known everywhere. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['shell', 'attach']);
  const { screen: here } = usePlace();
  const { state } = useInventory();
  const { died } = useHost();
  const hostFailure = useHostFailure();
  const { data: about } = useQuery(aboutQuery);
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('skipToContent')}
      </button>
      <div className="notices" aria-live="polite">
        {isPractice && (
          <div className="notice practice">
            <WarnIcon />
            <span className="grow">{t('practiceBanner')}</span>
            <a href="/">{t('leavePractice')}</a>
          </div>
        )}
        <AttachedNotice />
        {about?.readOnly && (
          <div className="notice warning">
            <WarnIcon />
            {t('readOnly')}
          </div>
        )}
        <DesktopNotices />
        {state === 'lost' && !died && hostFailure === null && (
          <div className="notice warning">
            <WarnIcon />
            {attachedTo === null ? t('hostLost') : t('attach:lost', { name: attachedTo })} {t('reconnecting')}
          </div>
        )}
      </div>
      <nav aria-label={t('navigation')}>
        <div className="brand">{t('product')}</div>
        {screens.map((screen) => {
          const Icon = icons[screen];
          return (
            <a
              key={screen}
              className="nav-link"
              href={hrefOf(screen)}
              aria-current={screen === here ? 'page' : undefined}
              aria-label={t(`nav.${screen}`)}
              title={t(`nav.${screen}`)}
            >
              <Icon />
              <span>{t(`nav.${screen}`)}</span>
            </a>
          );
        })}
      </nav>
      <main id="main" tabIndex={-1}>
        {hostFailure ?? children}
      </main>
    </div>
  );
}
