import { Button, Group } from '@mantine/core';
import { useEffect } from 'react';
import { desktop, forgetDeath, useHost } from '../feed/desktop.ts';
import { goTo } from '../route.ts';
import { useTranslation } from '../words.ts';
import { WarnIcon } from './icons.tsx';
import { tellSaved } from './save-file.ts';
import { Empty, FailureWords } from './states.tsx';

/** What the desktop app has to say above every screen. */
export function DesktopNotices() {
  const { t, i18n } = useTranslation('desktop');
  const { state, died } = useHost();
  useEffect(() => desktop?.onMenu((wish) => goTo(wish)), []);
  useEffect(() => desktop?.speak(i18n.language), [i18n.language]);
  if (desktop === undefined || !died || state.at === 'failed') return null;
  const isDown = state.at === 'lost' && !state.again;
  const words = isDown ? t('hostDown') : state.at === 'ready' ? t('hostBack') : t('hostLost');
  return (
    <div className="notice warning">
      <WarnIcon />
      <span className="grow">{words}</span>
      <Group gap="xs">
        {isDown && (
          <Button size="xs" variant="default" onClick={() => desktop?.startHost()}>
            {t('startAgain')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => void saveDiagnostics()}>
          {t('saveDiagnostics')}
        </Button>
        {state.at === 'ready' && (
          <Button size="xs" variant="default" onClick={forgetDeath}>
            {t('understood')}
          </Button>
        )}
      </Group>
    </div>
  );
}

async function saveDiagnostics(): Promise<void> {
  const answer = await desktop?.saveDiagnostics();
  if (answer !== undefined) tellSaved(answer);
}

/** The screen in place of all others where the fleet cannot be opened; null where it can. */
export function useHostFailure() {
  const { t } = useTranslation(['desktop', 'shell']);
  const { state } = useHost();
  if (state.at !== 'failed') return null;
  return (
    <Empty alone title={t('hostFailed')}>
      <FailureWords failure={state.error} />
      <Group gap="xs">
        <Button onClick={() => desktop?.startHost()}>{t('shell:retry')}</Button>
        <Button variant="default" onClick={() => void saveDiagnostics()}>
          {t('saveDiagnostics')}
        </Button>
      </Group>
    </Empty>
  );
}
