import { Button, Group, NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useAbout } from '../../feed/about.ts';
import { failureOf } from '../../feed/failure.ts';
import { useInventory } from '../../feed/plugs.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { goTo } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { useChosen } from '../fleet/chosen.ts';
import { GreetingOf } from './greeting.tsx';
import { makePlan } from './making.ts';
import { useRuns } from './runs-query.ts';
import { RunsTable } from './runs-table.tsx';

/** Where planning begins, and what was carried out before. */
export function Begin() {
  const { t } = useTranslation('plan');
  const { data, error, refetch } = useRuns();
  const live = data?.runs.find(({ state }) => state === 'running');
  // what was cut short and never came to an end asks for somebody before anything new is begun
  const open = data?.runs.find(
    ({ state, counts }) => (state === 'paused' || state === 'cut-short') && counts.waiting + counts.unproven > 0,
  );
  return (
    <>
      <div className="bar">
        <h1>{t('title')}</h1>
      </div>
      <div className="pages">
        {live !== undefined && (
          <p className="plan-notice">
            <strong>{t('runs.underWay', { run: live.id })}</strong>
            <Button size="compact-sm" onClick={() => goTo('plan', 'run', live.id)}>
              {t('runs.open')}
            </Button>
          </p>
        )}
        {open !== undefined && <GreetingOf run={open.id} />}
        <Choice />
        <section aria-labelledby="runs-title">
          <h2 id="runs-title">{t('runs.title')}</h2>
          {data !== undefined && <RunsTable runs={data.runs} />}
          {data === undefined && error === null && <Loading />}
          {data === undefined && error !== null && <Failed failure={failureOf(error)} retry={() => void refetch()} />}
        </section>
      </div>
    </>
  );
}

/** What can be planned: those chosen in the fleet, or all of a site. */
function Choice() {
  const { t } = useTranslation('plan');
  const { readOnly } = useAbout();
  const { plugs } = useInventory();
  const chosen = useChosen();
  const [picked, setPicked] = useState<string | null>(null);
  const sites = useMemo(() => {
    const placed = Map.groupBy(plugs, ({ site }) => site ?? '');
    placed.delete('');
    return [...placed].map(([site, there]) => ({ site, count: there.length }));
  }, [plugs]);
  const site = picked ?? sites[0]?.site;
  const macs = [...chosen];
  return (
    <section aria-labelledby="begin-title">
      <h2 id="begin-title">{t('begin.title')}</h2>
      <p className="dim">{t('begin.text')}</p>
      {macs.length > 0 ? (
        <Group>
          <span>{t('begin.chosen', { count: macs.length })}</span>
          <Button disabled={readOnly} onClick={() => void makePlan({ selection: { macs }, allow: [] })}>
            {t('begin.planChosen', { count: macs.length })}
          </Button>
        </Group>
      ) : (
        <Group>
          <span>{t('begin.noneChosen')}</span>
          <Button variant="default" onClick={() => goTo('fleet')}>
            {t('begin.choose')}
          </Button>
        </Group>
      )}
      {site !== undefined && (
        <Group align="flex-end" mt="md">
          <NativeSelect
            label={t('begin.site')}
            data={sites.map(({ site: value, count }) => ({
              value,
              label: t('begin.siteOption', { site: value, count }),
            }))}
            value={site}
            onChange={(event) => setPicked(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={readOnly}
            onClick={() => void makePlan({ selection: { site: [site] }, allow: [] })}
          >
            {t('begin.planSite')}
          </Button>
        </Group>
      )}
    </section>
  );
}
