import { ActionIcon, Button, Group } from '@mantine/core';
import type { Plug } from '../../../contract/index.ts';
import type { Entry, LedgerFilter } from '../../feed/ledger.ts';
import { useEntryWords } from '../../parts/entry-words.ts';
import { CloseIcon } from '../../parts/icons.tsx';
import { useFormats } from '../../parts/moments.ts';
import { hrefOf } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { useEntryFacts } from './entry-facts.ts';

/** All of one entry. */
export function EntryDetails({
  entry,
  plug,
  filter,
  onFilter,
  onClose,
}: {
  entry: Entry;
  /** As it is known now. */
  plug: Plug | undefined;
  filter: LedgerFilter;
  onFilter: (filter: LedgerFilter) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['ledger', 'shell']);
  const formats = useFormats();
  const words = useEntryWords();
  const facts = useEntryFacts();
  const { mac, run } = entry;
  const by = words.who(entry);
  const names = [plug?.label ?? plug?.alias, plug?.site, plug?.room].filter(Boolean).join(' · ');
  return (
    <section aria-label={t('details.title')}>
      <div className="cell">
        <h2 className="foreign grow">{words.said(entry)}</h2>
        <ActionIcon variant="subtle" aria-label={t('shell:close')} onClick={onClose}>
          <CloseIcon />
        </ActionIcon>
      </div>
      <p>{t('details.numbered', { number: formats.number(entry.seq) })}</p>
      <dl className="facts">
        <dt>{t('details.at')}</dt>
        <dd>
          <time dateTime={entry.at}>{formats.precise(entry.at)}</time>
        </dd>
        <dt>{t('details.kind')}</dt>
        <dd>{words.kind(entry.kind)}</dd>
        {mac !== null && (
          <>
            <dt>{t('details.plug')}</dt>
            <dd className="foreign">
              {names !== '' && <div>{names}</div>}
              <a href={hrefOf('fleet', mac)} title={t('details.inFleet')}>
                {mac}
              </a>
            </dd>
          </>
        )}
        {run !== null && (
          <>
            <dt>{t('details.run')}</dt>
            <dd>
              <a href={hrefOf('plan', 'run', run)} title={t('details.inRun')}>
                {run}
              </a>
            </dd>
          </>
        )}
        {by !== null && (
          <>
            <dt>{t('details.by')}</dt>
            <dd className="foreign">{by}</dd>
          </>
        )}
        {facts(entry).map(
          ([name, value]) =>
            value !== null && (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd className="foreign">{value}</dd>
              </div>
            ),
        )}
      </dl>
      <Group gap="xs">
        {mac !== null && filter.mac !== mac && (
          <Button size="compact-sm" variant="default" onClick={() => onFilter({ ...filter, mac })}>
            {t('details.onlyPlug')}
          </Button>
        )}
        {run !== null && filter.run !== run && (
          <Button size="compact-sm" variant="default" onClick={() => onFilter({ ...filter, run })}>
            {t('details.onlyRun')}
          </Button>
        )}
      </Group>
      <details className="as-kept">
        <summary>{t('details.asKept')}</summary>
        <p>{t('details.asKeptText')}</p>
        <pre className="foreign">{JSON.stringify(entry, null, 2)}</pre>
      </details>
    </section>
  );
}
