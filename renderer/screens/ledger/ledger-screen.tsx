import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useRef, useState } from 'react';
import { client } from '../../feed/client.ts';
import { type LedgerFilter, useLedger } from '../../feed/ledger.ts';
import { useInventory } from '../../feed/plugs.ts';
import { CloseIcon } from '../../parts/icons.tsx';
import { type Verdict, VerdictWords } from '../../parts/ledger-verdict.tsx';
import { useFormats } from '../../parts/moments.ts';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { tellFailure } from '../../parts/tell.ts';
import { usePlace } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { EntriesGrid } from './entries-grid.tsx';
import { EntryDetails } from './entry-details.tsx';
import { ExportMenu } from './export-menu.tsx';
import { filterOf, isAll, noFilter } from './filter.ts';
import { LedgerFilters } from './ledger-filters.tsx';
import './ledger.css';

/** Everything that was done: `#/ledger`, `#/ledger/plug/MAC`, `#/ledger/run/R-…`. */
export default function LedgerScreen() {
  const { rest } = usePlace();
  const address = rest.join('/');
  return <Ledger key={address} start={filterOf(rest)} />;
}

/** Nobody wants an answer for each letter: every one is looked for through the whole ledger. */
const typingMs = 250;

function Ledger({ start }: { start: LedgerFilter }) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  const { plugs } = useInventory();
  const [filter, setFilter] = useState(start);
  const [asked] = useDebouncedValue(filter, typingMs);
  const [chosen, setChosen] = useState<number | null>(null);
  const followed = useLedger(asked);
  // what was found before stands until something else is
  const before = useRef({ ...followed, asked });
  if (followed.state !== 'loading') before.current = { ...followed, asked };
  const { state, failure, entries, total, isFetching, asked: answered } = before.current;
  const byMac = useMemo(() => new Map(plugs.map((plug) => [plug.mac, plug])), [plugs]);
  const entry = chosen === null ? undefined : entries.find(({ seq }) => seq === chosen);
  const { verdict, isChecking, check, forget } = useVerdict();
  const isContrary = filter.since !== '' && filter.until !== '' && filter.since > filter.until;
  const count = { count: total, number: formats.number(total) };

  const content = () => {
    if (state === 'loading') return <Loading />;
    if (entries.length === 0 && failure !== null) return <Failed failure={failure} retry={followed.retry} />;
    if (entries.length === 0 && isAll(answered)) return <Empty title={t('empty.title')} text={t('empty.text')} />;
    if (entries.length === 0)
      return (
        <Empty title={t('empty.noMatch')} {...(isContrary ? { text: t('empty.badDays') } : {})}>
          <Button variant="default" onClick={() => setFilter(noFilter)}>
            {t('filters.clear')}
          </Button>
        </Empty>
      );
    return (
      <EntriesGrid
        key={JSON.stringify(answered)}
        entries={entries}
        plugs={byMac}
        isFetching={isFetching}
        isBusy={followed.state === 'loading'}
        chosen={chosen}
        onEnd={followed.fetchOlder}
        onChosen={setChosen}
      />
    );
  };

  return (
    <>
      <div className="bar">
        <h1>{t('title')}</h1>
        <LedgerFilters plugs={plugs} filter={filter} onFilter={setFilter} />
        <ExportMenu filter={filter} total={total} />
        <Button variant="default" disabled={isChecking} onClick={check}>
          {t(isChecking ? 'verify.busy' : 'verify.button')}
        </Button>
        <span className="grow" />
        <span role="status">{state === 'live' || entries.length > 0 ? t('count', count) : ''}</span>
      </div>
      {(filter.mac !== null || filter.run !== null) && (
        <div className="bar chips">
          {filter.mac !== null && (
            <Chip
              word={t('filters.ofPlug', {
                plug: byMac.get(filter.mac)?.label ?? (byMac.get(filter.mac)?.alias || filter.mac),
              })}
              onDrop={() => setFilter({ ...filter, mac: null })}
            />
          )}
          {filter.run !== null && (
            <Chip word={t('filters.ofRun', { run: filter.run })} onDrop={() => setFilter({ ...filter, run: null })} />
          )}
        </div>
      )}
      <div role="status">
        {verdict !== null && (
          <div className="bar verdict">
            <VerdictWords verdict={verdict} />
            <span className="grow" />
            <Button size="compact-sm" variant="subtle" onClick={forget}>
              {t('verify.dismiss')}
            </Button>
          </div>
        )}
      </div>
      <div className="split">
        {content()}
        {entry !== undefined && (
          <aside>
            <EntryDetails
              entry={entry}
              plug={entry.mac === null ? undefined : byMac.get(entry.mac)}
              filter={filter}
              onFilter={setFilter}
              onClose={() => setChosen(null)}
            />
          </aside>
        )}
      </div>
    </>
  );
}

/** A filter that came with the address, in sight, so that nobody takes a part for the whole. */
function Chip({ word, onDrop }: { word: string; onDrop: () => void }) {
  const { t } = useTranslation('ledger');
  return (
    <Button
      size="compact-sm"
      variant="light"
      className="foreign"
      rightSection={<CloseIcon />}
      aria-label={t('filters.drop', { what: word })}
      onClick={onDrop}
    >
      {word}
    </Button>
  );
}

function useVerdict() {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [isChecking, setChecking] = useState(false);
  const check = async (): Promise<void> => {
    setChecking(true);
    try {
      setVerdict(await client.ledger.verify());
    } catch (thrown) {
      tellFailure(thrown);
    } finally {
      setChecking(false);
    }
  };
  return { verdict, isChecking, check: () => void check(), forget: () => setVerdict(null) };
}
