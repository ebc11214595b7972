import { Button, Group } from '@mantine/core';
import { useEffect } from 'react';
import { closeAttaching, openAttaching, useAttaching } from '../feed/attaching.ts';
import { attachedTo, desktop, forgetDeath, useHost } from '../feed/desktop.ts';
import { goTo } from '../route.ts';
import { useTranslation } from '../words.ts';
import { AttachDialog } from './attach-dialog.tsx';
import { AttachProblemWords } from './attach-problem.tsx';
import { WarnIcon } from './icons.tsx';
import { tellSaved } from './save-file.ts';
import { Empty, FailureWords } from './states.tsx';

/** What the desktop app has to say above every screen. */
export function DesktopNotices() {
  const { i18n } = useTranslation('desktop');
  const isAttaching = useAttaching();
  useEffect(() => desktop?.onMenu((wish) => (wish === 'attach' ? openAttaching() : goTo(wish))), []);
  useEffect(() => desktop?.speak(i18n.language), [i18n.language]);
  if (desktop === undefined) return null;
  return (
    <>
      <DeathNotice />
      {isAttaching && <AttachDialog shell={desktop} onClose={closeAttaching} />}
    </>
  );
}

/** The process behind the window died, and how that went on. */
function DeathNotice() {
  const { t } = useTranslation(['desktop', 'attach']);
  const { state, died } = useHost();
  if (!died || state.at === 'failed' || state.at === 'refused') return null;
  const isDown = state.at === 'lost' && !state.again;
  const back = attachedTo === null ? t('hostBack') : t('attach:relayBack');
  const words = isDown ? t('hostDown') : state.at === 'ready' ? back : t('hostLost');
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

/** The screen in place of all others where the fleet cannot be worked with; null where it can. */
export function useHostFailure() {
  const { t } = useTranslation(['desktop', 'shell', 'attach']);
  const { state } = useHost();
  if (state.at === 'refused')
    return (
      <Empty alone title={t('attach:ended', { name: attachedTo ?? '' })}>
        <AttachProblemWords problem={state.problem} />
        <Group gap="xs">
          <Button onClick={openAttaching}>{t('attach:connectAgain')}</Button>
          <Button variant="default" onClick={() => desktop?.startHost()}>
            {t('shell:retry')}
          </Button>
          <Button variant="default" onClick={() => desktop?.detach()}>
            {t('attach:back')}
          </Button>
        </Group>
      </Empty>
    );
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
