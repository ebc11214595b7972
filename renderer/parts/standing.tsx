import type { ReactNode } from 'react';
import type { Plug } from '../../contract/index.ts';
import { useTranslation } from '../words.ts';
import {
  EmptyIcon,
  GoodIcon,
  KeyIcon,
  LockIcon,
  NetworkIcon,
  OwnedIcon,
  ShieldIcon,
  SilentIcon,
  WarnIcon,
} from './icons.tsx';

const looks: Record<Plug['standing'], { Icon: () => ReactNode; tone: string }> = {
  ready: { Icon: GoodIcon, tone: 'tone-good' },
  'needs-login': { Icon: KeyIcon, tone: 'tone-warn' },
  locked: { Icon: LockIcon, tone: 'tone-warn' },
  unsupported: { Icon: WarnIcon, tone: 'tone-warn' },
  silent: { Icon: SilentIcon, tone: 'tone-calm' },
  'in-setup': { Icon: EmptyIcon, tone: 'tone-calm' },
  wiped: { Icon: EmptyIcon, tone: 'tone-calm' },
};

/** A word with a sign of its own form, so that colour is not needed to tell them apart. */
export function StandingBadge({ standing }: Pick<Plug, 'standing'>) {
  const { t } = useTranslation('fleet');
  const { Icon, tone } = looks[standing];
  return (
    <span className={`badge ${tone}`}>
      <Icon />
      {t(`standing.${standing}`)}
    </span>
  );
}

/** Owned, protected, feeding the network: signs with their words for those who hear or hover. */
export function Marks({
  owned,
  protected: isProtected,
  feedsNetwork,
}: Pick<Plug, 'owned' | 'protected' | 'feedsNetwork'>) {
  const { t } = useTranslation('fleet');
  const marks: [boolean, string, () => ReactNode, string][] = [
    [owned, t('marks.owned'), OwnedIcon, 'tone-good'],
    [isProtected, t('marks.protected'), ShieldIcon, 'tone-warn'],
    [feedsNetwork, t('marks.feedsNetwork'), NetworkIcon, 'tone-warn'],
  ];
  return (
    <span className="badge">
      {marks.map(
        ([holds, word, Icon, tone]) =>
          holds && (
            <span key={word} className={`badge ${tone}`} role="img" aria-label={word} title={word}>
              <Icon />
            </span>
          ),
      )}
    </span>
  );
}
