import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import type { AllowableCode, ShownPlan } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { failureOf } from '../../feed/failure.ts';
import { useInventory } from '../../feed/plugs.ts';
import { WarnIcon } from '../../parts/icons.tsx';
import { useFormats } from '../../parts/moments.ts';
import { type RunDefaults, runDefaults } from '../../parts/run-defaults.ts';
import { Failed, Loading, Told } from '../../parts/states.tsx';
import { tell, tellFailure } from '../../parts/tell.ts';
import { goTo, hrefOf } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { changedSince, planLivesMs } from './changed.ts';
import { ConfirmDialog, LoadWords } from './confirm-dialog.tsx';
import { makePlan } from './making.ts';
import { loadOf, nameOf } from './names.ts';
import { PilotWords } from './pilot-words.tsx';
import { OptionFields, useOptionWords } from './run-options.tsx';
import { useRuns } from './runs-query.ts';
import { SecondYes } from './second-yes.tsx';
import { useNow } from './use-now.ts';
import { WayColumn } from './way-column.tsx';

/** A plan by its id. */
export function PlanOf({ id }: { id: string }) {
  // frozen: what was told once does not change
  const { data, error, refetch } = useQuery({
    queryKey: ['plan', id],
    queryFn: () => client.plans.show({ plan: id }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { t } = useTranslation('plan');
  if (data !== undefined) return <PlanView plan={data.plan} />;
  return (
    <>
      <div className="bar">
        <h1>{t('view.title', { plan: id })}</h1>
      </div>
      {error === null ? <Loading /> : <Failed failure={failureOf(error)} retry={() => void refetch()} />}
    </>
  );
}

const ways = ['network', 'hands', 'leave'] as const;

function PlanView({ plan }: { plan: ShownPlan }) {
  const { t } = useTranslation(['plan', 'codes']);
  const formats = useFormats();
  const { by, readOnly } = useAbout();
  const { plugs } = useInventory();
  const { data: runs } = useRuns();
  const nowMs = useNow(60_000);
  const [confirming, setConfirming] = useState(false);
  const [accepting, setAccepting] = useState<AllowableCode | null>(null);
  const known = useMemo(() => new Map(plugs.map((plug) => [plug.mac, plug])), [plugs]);
  const changed = useMemo(() => changedSince(plan, plugs), [plan, plugs]);
  const usedAs = runs?.runs.find((run) => run.plan === plan.id)?.id;
  const isOld = nowMs - Date.parse(plan.at) > planLivesMs;
  const going = plan.items.filter(({ way }) => way === 'network').map(({ plug }) => plug);
  const macs = plan.items.map(({ mac }) => mac);
  const again = (allow: readonly AllowableCode[] = plan.allow): void => void makePlan({ selection: { macs }, allow });
  const isStale = isOld || changed.length > 0;

  const begin = async (confirm: number, options: RunDefaults): Promise<void> => {
    const { run, notes } = await client.runs.start({ plan: plan.id, confirm, options, canAsk: true, by });
    for (const note of notes) tell(<Told>{note}</Told>);
    goTo('plan', 'run', run);
  };
  const makeCards = async (): Promise<void> => {
    try {
      const { run } = await client.runs.start({ plan: plan.id, confirm: 0, by });
      goTo('checklists', run, 'paper');
    } catch (thrown) {
      tellFailure(thrown);
    }
  };

  return (
    <>
      <div className="bar">
        <h1>{t('view.title', { plan: plan.id })}</h1>
        <span className="dim">
          <time dateTime={plan.at}>{t('view.made', { when: formats.ago(plan.at, nowMs) })}</time>
        </span>
        <span className="grow" />
        <Button variant={isStale ? 'filled' : 'default'} disabled={readOnly} onClick={() => again()}>
          {t('view.again')}
        </Button>
        {usedAs === undefined && plan.counts.network > 0 && (
          <Button
            variant={isStale ? 'default' : 'filled'}
            color="red"
            disabled={readOnly}
            onClick={() => setConfirming(true)}
          >
            {t('view.go', { count: plan.counts.network })}
          </Button>
        )}
        {usedAs === undefined && plan.counts.network === 0 && plan.counts.hands > 0 && (
          <Button disabled={readOnly} onClick={() => void makeCards()}>
            {t('view.hands', { count: plan.counts.hands })}
          </Button>
        )}
      </div>
      {usedAs !== undefined && (
        <Notice>
          {t('view.used', { run: usedAs })} <a href={hrefOf('plan', 'run', usedAs)}>{t('runs.open')}</a>
        </Notice>
      )}
      {usedAs === undefined && isOld && <Notice>{t('view.old')}</Notice>}
      {usedAs === undefined && changed.length > 0 && (
        <Notice>{t('view.changed', { names: changed.map(({ plug }) => nameOf(plug)).join(', ') })}</Notice>
      )}
      <section className="totals" aria-label={t('view.totals')}>
        <strong>{t('view.total', { count: plan.items.length })}</strong>
        {plan.counts.network === 0 && plan.counts.hands === 0 && <span>{t('view.nothing')}</span>}
        {going.length > 0 && (
          <span className="cuts">
            <LoadWords {...loadOf(going)} />
          </span>
        )}
        {plan.allow.map((code) => (
          <span key={code}>
            {t('view.accepted', { what: t(`codes:${code}.title`) })}{' '}
            {usedAs === undefined && (
              <Button
                size="compact-xs"
                variant="default"
                disabled={readOnly}
                aria-label={`${t('view.takeBack')}: ${t(`codes:${code}.title`)}`}
                onClick={() => again(plan.allow.filter((one) => one !== code))}
              >
                {t('view.takeBack')}
              </Button>
            )}
          </span>
        ))}
        {going.length > 0 && <PilotWords items={plan.items} />}
      </section>
      <div className="ways">
        {ways.map((way) => (
          <WayColumn
            key={way}
            way={way}
            items={plan.items.filter((item) => item.way === way)}
            known={known}
            onAccept={readOnly || usedAs !== undefined ? null : setAccepting}
          />
        ))}
      </div>
      <SecondYes plan={plan} code={accepting} onClose={() => setAccepting(null)} />
      <Confirm
        opened={confirming}
        plugs={going}
        onGo={begin}
        onClose={() => setConfirming(false)}
        onPlanAgain={() => again()}
      />
    </>
  );
}

function Notice({ children }: { children: ReactNode }) {
  return (
    <div className="plan-notice foreign tone-warn">
      <WarnIcon />
      <div>{children}</div>
    </div>
  );
}

function Confirm({
  opened,
  plugs,
  onGo,
  onClose,
  onPlanAgain,
}: {
  opened: boolean;
  plugs: readonly ShownPlan['items'][number]['plug'][];
  onGo: (confirm: number, options: RunDefaults) => Promise<void>;
  onClose: () => void;
  onPlanAgain: () => void;
}) {
  const { t } = useTranslation('plan');
  const [options, setOptions] = useState(runDefaults);
  const words = useOptionWords();
  return (
    <ConfirmDialog
      opened={opened}
      plugs={plugs}
      title={t('confirm.title', { count: plugs.length })}
      go={t('confirm.go', { count: plugs.length })}
      onGo={(confirm) => onGo(confirm, options)}
      onClose={onClose}
      onPlanAgain={onPlanAgain}
    >
      <details>
        <summary>
          {t('confirm.options')}: {words(options)}
        </summary>
        <OptionFields options={options} onChange={setOptions} />
      </details>
    </ConfirmDialog>
  );
}
