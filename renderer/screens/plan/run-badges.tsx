import type { ReactNode } from 'react';
import type { Run, RunItem } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { BadIcon, CardIcon, EmptyIcon, FindIcon, GoodIcon, SilentIcon, WarnIcon } from '../../parts/icons.tsx';
import { useSpans } from '../../parts/spans.ts';
import { useTranslation } from '../../words.ts';

type Look = { Icon: () => ReactNode; tone: string };

const itemLooks: Record<RunItem['at'], Look> = {
  waiting: { Icon: EmptyIcon, tone: 'tone-calm' },
  connecting: { Icon: FindIcon, tone: 'tone-calm' },
  'checking-identity': { Icon: FindIcon, tone: 'tone-calm' },
  sending: { Icon: FindIcon, tone: 'tone-calm' },
  watching: { Icon: FindIcon, tone: 'tone-calm' },
  reset: { Icon: GoodIcon, tone: 'tone-good' },
  unproven: { Icon: WarnIcon, tone: 'tone-warn' },
  failed: { Icon: BadIcon, tone: 'tone-bad' },
  'needs-hands': { Icon: CardIcon, tone: 'tone-warn' },
  'left-alone': { Icon: SilentIcon, tone: 'tone-calm' },
  'by-hand': { Icon: GoodIcon, tone: 'tone-calm' },
  'not-found': { Icon: WarnIcon, tone: 'tone-warn' },
  dead: { Icon: BadIcon, tone: 'tone-calm' },
};

/** How an item stands: a word with a sign of its own form. */
export function ItemBadge({ at }: Pick<RunItem, 'at'>) {
  const { t } = useTranslation('plan');
  const { Icon, tone } = itemLooks[at];
  return (
    <span className={`badge ${tone}`}>
      <Icon />
      {t(`at.${at}`)}
    </span>
  );
}

/** The proof reached, with the silence it rests on; that nothing could show the network's life is said as well. */
export function ProofWords({ proof, silence }: Pick<RunItem, 'proof' | 'silence'>) {
  const { t } = useTranslation('plan');
  const span = useSpans('short');
  if (proof !== 'gone' || silence === undefined) return t(`proof.${proof}`);
  const unwitnessed = silence.witness === 'none' || silence.witness === 'loopback';
  return t(unwitnessed ? 'proof.goneUnwitnessed' : 'proof.goneFor', { quiet: span(silence.quietS) });
}

const runLooks: Record<Run['state'], Look> = {
  running: { Icon: FindIcon, tone: 'tone-calm' },
  paused: { Icon: WarnIcon, tone: 'tone-warn' },
  ended: { Icon: GoodIcon, tone: 'tone-calm' },
  'cut-short': { Icon: WarnIcon, tone: 'tone-warn' },
};

/** How a run stands. A window that only looks cannot tell a run of the other Plugfleet from one that was cut short. */
export function RunState({ state, looking = false }: { state: Run['state']; looking?: boolean }) {
  const { t } = useTranslation('plan');
  const { readOnly } = useAbout();
  const { Icon, tone } = runLooks[state];
  return (
    <span className={`badge ${tone}`}>
      <Icon />
      {readOnly && state === 'cut-short' ? t('notOurs') : looking ? t('looking') : t(`state.${state}`)}
    </span>
  );
}
