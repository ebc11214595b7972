import type { TFunction } from 'i18next';
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
  return <StandingSign standing={standing} word={t(`standing.${standing}`)} />;
}

/** The same with its word at hand. */
export function StandingSign({ standing, word }: Pick<Plug, 'standing'> & { word: string }) {
  const { Icon, tone } = looks[standing];
  return (
    <span className={`badge ${tone}`}>
      <Icon />
      {word}
    </span>
  );
}

/** Owned, protected, feeding the network: signs with their words for those who hear or hover. */
export function Marks(plug: Marked) {
  const { t } = useTranslation('fleet');
  return <MarkSigns {...plug} words={markWords(t)} />;
}

type Marked = Pick<Plug, 'owned' | 'protected' | 'feedsNetwork'>;

export const markWords = (t: TFunction<'fleet'>): Record<keyof Marked, string> => ({
  owned: t('marks.owned'),
  protected: t('marks.protected'),
  feedsNetwork: t('marks.feedsNetwork'),
});

/** The same with their words at hand. */
export function MarkSigns({
  owned,
  protected: isProtected,
  feedsNetwork,
  words,
}: Marked & { words: Record<keyof Marked, string> }) {
  const marks: [boolean, string, () => ReactNode, string][] = [
    [owned, words.owned, OwnedIcon, 'tone-good'],
    [isProtected, words.protected, ShieldIcon, 'tone-warn'],
    [feedsNetwork, words.feedsNetwork, NetworkIcon, 'tone-warn'],
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
