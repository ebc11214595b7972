import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { Plug } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { goTo } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { makePlan } from '../plan/making.ts';
import { change, protectAgain, putBack } from './changes.ts';
import { PlaceDialog } from './place-dialog.tsx';
import { ProtectDialog } from './protect-dialog.tsx';

/** What can be done with the chosen plugs. */
export function SelectionBar({ plugs, onClear }: { plugs: readonly Plug[]; onClear: () => void }) {
  const { t } = useTranslation('fleet');
  const { by, readOnly } = useAbout();
  const [dialog, setDialog] = useState<'protect' | 'place' | null>(null);
  const selection = { macs: plugs.map(({ mac }) => mac) };
  const undone = (what: string): string => t('undone', { what });
  const did = (key: 'own' | 'disown' | 'unprotect' | 'set') => (count: number) =>
    count === 0 ? t('did.nothing') : t(`did.${key}`, { count });
  const macsWhere = (holds: (plug: Plug) => boolean) => plugs.filter(holds).map(({ mac }) => mac);

  const own = () => {
    const before = macsWhere((plug) => !plug.owned);
    void change({
      did: did('own'),
      undone,
      carryOut: () => client.plugs.own({ selection, by }),
      undo: () => client.plugs.disown({ selection: { macs: before }, by }),
    });
  };
  const disown = () => {
    const before = macsWhere((plug) => plug.owned);
    void change({
      did: did('disown'),
      undone,
      carryOut: () => client.plugs.disown({ selection, by }),
      undo: () => client.plugs.own({ selection: { macs: before }, by }),
    });
  };
  const unprotect = () => {
    const before = plugs.filter((plug) => plug.protected);
    void change({
      did: did('unprotect'),
      undone,
      carryOut: () => client.plugs.unprotect({ selection, by }),
      undo: protectAgain(before, by),
    });
  };
  const setFeedsNetwork = (feedsNetwork: boolean) => {
    void change({
      did: did('set'),
      undone,
      carryOut: () => client.plugs.set({ selection, feedsNetwork }),
      undo: putBack(plugs),
    });
  };

  return (
    <div className="bar" role="toolbar" aria-label={t('selected', { count: plugs.length })}>
      <strong>{t('selected', { count: plugs.length })}</strong>
      <Button
        disabled={readOnly}
        onClick={() => {
          void makePlan({ selection, allow: [] });
          goTo('plan');
        }}
      >
        {t('actions.plan')}
      </Button>
      <Button variant="default" onClick={() => goTo('checklists', 'new')}>
        {t('actions.cards')}
      </Button>
      <Button variant="default" disabled={readOnly} onClick={own}>
        {t('actions.own')}
      </Button>
      <Button variant="default" disabled={readOnly} onClick={() => setDialog('protect')}>
        {t('actions.protect')}
      </Button>
      <Button variant="default" disabled={readOnly} onClick={() => setDialog('place')}>
        {t('actions.place')}
      </Button>
      <Menu shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default" aria-label={t('actions.more')} title={t('actions.more')}>
            …
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => goTo('checklists', 'labels')}>{t('actions.labels')}</Menu.Item>
          <Menu.Item disabled={readOnly} onClick={unprotect}>
            {t('actions.unprotect')}
          </Menu.Item>
          <Menu.Item disabled={readOnly} onClick={disown}>
            {t('actions.disown')}
          </Menu.Item>
          <Menu.Item disabled={readOnly} onClick={() => setFeedsNetwork(true)}>
            {t('actions.feedsNetwork')}
          </Menu.Item>
          <Menu.Item disabled={readOnly} onClick={() => setFeedsNetwork(false)}>
            {t('actions.feedsNothing')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <span className="grow" />
      <Button variant="subtle" onClick={onClear}>
        {t('clearSelection')}
      </Button>
      {dialog === 'protect' && <ProtectDialog opened plugs={plugs} onClose={() => setDialog(null)} />}
      {dialog === 'place' && <PlaceDialog opened plugs={plugs} onClose={() => setDialog(null)} />}
    </div>
  );
}
