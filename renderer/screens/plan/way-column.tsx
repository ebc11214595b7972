import { Button } from '@mantine/core';
import { memo, useId, useState } from 'react';
import type { AllowableCode, Plug, ShownPlan, Way } from '../../../contract/index.ts';
import { useFormats } from '../../parts/moments.ts';
import { useTranslation } from '../../words.ts';
import { nameOf, placeOf } from './names.ts';
import { groupByReasons, isAllowable, type ReasonGroup } from './reasons.ts';

type Item = ShownPlan['items'][number];

/** As many rows as anybody reads before asking for all. */
const rowsAtFirst = 60;

/** The plugs that go one way, and why. */
export function WayColumn({
  way,
  items,
  known,
  onAccept,
}: {
  way: Way;
  items: readonly Item[];
  known: ReadonlyMap<string, Plug>;
  /** Null where nothing may be changed. */
  onAccept: ((code: AllowableCode) => void) | null;
}) {
  const { t } = useTranslation('plan');
  const formats = useFormats();
  const id = useId();
  return (
    <section className="way-column" aria-labelledby={id}>
      <h2 id={id}>
        {t(`ways.${way}`)} <span className="dim">{formats.number(items.length)}</span>
      </h2>
      <p className="dim">{items.length === 0 ? t('ways.none') : t(`ways.${way}Text`)}</p>
      {groupByReasons(items).map((group) => (
        <Reasoned key={group.reasons.join(' ')} way={way} group={group} known={known} onAccept={onAccept} />
      ))}
    </section>
  );
}

function Reasoned({
  way,
  group: { reasons, items },
  known,
  onAccept,
}: {
  way: Way;
  group: ReasonGroup;
  known: ReadonlyMap<string, Plug>;
  onAccept: ((code: AllowableCode) => void) | null;
}) {
  const { t } = useTranslation(['plan', 'codes']);
  const [all, setAll] = useState(false);
  const canAccept = way === 'leave' && reasons.every(isAllowable);
  return (
    <div className="reasoned">
      {reasons.length === 0 && way === 'network' && <h3>{t('ways.ready')}</h3>}
      {reasons.map((code) => (
        <div key={code} className="reason">
          <h3>
            {way === 'network' ? t('view.accepted', { what: t(`codes:${code}.title`) }) : t(`codes:${code}.title`)}
          </h3>
          {way !== 'network' && <p>{isAllowable(code) ? t(`accept.next.${code}`) : t(`codes:${code}.next`)}</p>}
          {canAccept && isAllowable(code) && (
            <Button
              size="compact-sm"
              variant="default"
              disabled={onAccept === null}
              aria-label={`${t('accept.open')} ${t(`codes:${code}.title`)}`}
              onClick={() => onAccept?.(code)}
            >
              {t('accept.open')}
            </Button>
          )}
        </div>
      ))}
      <ul>
        {(all ? items : items.slice(0, rowsAtFirst)).map((item) => (
          <PlugLine key={item.mac} item={item} now={known.get(item.mac)} />
        ))}
      </ul>
      {!all && items.length > rowsAtFirst && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {t('ways.showAll', { count: items.length })}
        </Button>
      )}
    </div>
  );
}

const PlugLine = memo(function PlugLine({ item, now }: { item: Item; now: Plug | undefined }) {
  const { t } = useTranslation('plan');
  const formats = useFormats();
  const { plug, reasons, loads } = item;
  const outlet = (name: string, number: number): string => name || t('ways.outlet', { number });
  const on = plug.outlets.flatMap(({ alias, relay }, index) => (relay === 'on' ? [outlet(alias, index + 1)] : []));
  const carrying = loads.flatMap(({ outlet: number, name, watts }) =>
    number === null
      ? []
      : [
          t(watts === null ? 'ways.carriesUnknown' : 'ways.carries', {
            outlet: outlet(name, number),
            watts: formats.number(watts ?? 0),
          }),
        ],
  );
  const protections = reasons.includes('protected')
    ? [
        ...(now?.protectedReason != null ? [t('ways.protectedBecause', { reason: now.protectedReason })] : []),
        ...plug.protectedOutlets.map(({ alias, reason }) => t('ways.protectedOutlet', { outlet: alias, reason })),
      ]
    : [];
  return (
    <li className="plug-line">
      <span className="foreign name">{nameOf(plug)}</span>
      <span className="dim">
        <span className="foreign">{placeOf(plug) || t('ways.noRoom')}</span> · {plug.model} ·{' '}
        {plug.watts === null ? t('ways.loadUnknown') : t('ways.load', { watts: formats.number(plug.watts) })}
      </span>
      {on.length > 0 && <span className="foreign dim">{t('ways.on', { outlets: on.join(', ') })}</span>}
      {carrying.length > 0 && <span className="foreign">{carrying.join(', ')}</span>}
      {protections.map((words) => (
        <span key={words} className="foreign">
          {words}
        </span>
      ))}
    </li>
  );
});
