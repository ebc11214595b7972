import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { attachedTo, desktop, useHost } from '../feed/desktop.ts';
import { useTranslation } from '../words.ts';
import { LinkedIcon } from './icons.tsx';

/** Says on every screen whose fleet this is, where it is another computer's. */
export function AttachedNotice() {
  const { t } = useTranslation('attach');
  const { state } = useHost();
  useEffect(() => {
    if (attachedTo !== null) document.title = t('windowTitle', { name: attachedTo });
  }, [t]);
  // then the screen below says that it is over
  if (attachedTo === null || state.at === 'refused') return null;
  return (
    <div className="notice attached">
      <LinkedIcon />
      <span className="grow">{t('banner', { name: attachedTo })}</span>
      <Button size="xs" variant="default" onClick={() => desktop?.detach()}>
        {t('back')}
      </Button>
    </div>
  );
}
