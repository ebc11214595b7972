import { Button, MultiSelect, Popover, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Plug } from '../../../contract/index.ts';
import { client } from '../../feed/client.ts';
import type { Entry, LedgerFilter } from '../../feed/ledger.ts';
import { useEntryWords } from '../../parts/entry-words.ts';
import { FindIcon } from '../../parts/icons.tsx';
import { useFormats } from '../../parts/moments.ts';
import { useTranslation } from '../../words.ts';
import { activeFilters, isAll, noFilter } from './filter.ts';

interface Props {
  plugs: readonly Plug[];
  filter: LedgerFilter;
  onFilter: (filter: LedgerFilter) => void;
}

/** Options offered at once; more are found by typing. */
const mostOptions = 60;

/** Search and filters. A filter offers what the ledger has. */
export function LedgerFilters({ plugs, filter, onFilter }: Props) {
  const { t } = useTranslation('ledger');
  const active = activeFilters(filter);
  return (
    <>
      <TextInput
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<FindIcon />}
        value={filter.text}
        maxLength={200}
        onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
        w={320}
        maw="100%"
      />
      <Popover withArrow shadow="md" width={320} trapFocus position="bottom-start">
        <Popover.Target>
          <Button variant={active > 0 ? 'light' : 'default'}>{t('filters.active', { count: active })}</Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Fields plugs={plugs} filter={filter} onFilter={onFilter} />
        </Popover.Dropdown>
      </Popover>
      {!isAll(filter) && (
        <Button variant="subtle" onClick={() => onFilter(noFilter)}>
          {t('filters.clear')}
        </Button>
      )}
    </>
  );
}

function Fields({ plugs, filter, onFilter }: Props) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  const words = useEntryWords();
  const { data } = useQuery({ queryKey: ['ledger-values'], queryFn: () => client.ledger.values() });
  const plugOptions = useMemo(
    () =>
      plugs
        .map(({ mac, label, alias, room }) => ({
          value: mac,
          label: [label ?? alias, room, mac].filter(Boolean).join(' · '),
        }))
        .toSorted((a, b) => a.label.localeCompare(b.label)),
    [plugs],
  );
  const common = { clearable: true, searchable: true, limit: mostOptions, mb: 'xs', openOnFocus: false } as const;
  const inPlace = { comboboxProps: { withinPortal: false } } as const;
  // what is chosen is offered even where the ledger has no entry of it
  const withChosen = (values: readonly string[], chosen: string | null): string[] =>
    chosen === null || values.includes(chosen) ? [...values] : [chosen, ...values];
  const ofPlug =
    filter.mac === null || plugs.some(({ mac }) => mac === filter.mac)
      ? plugOptions
      : [{ value: filter.mac, label: filter.mac }, ...plugOptions];
  const day = (name: 'since' | 'until') => (
    <TextInput
      type="date"
      label={t(`filters.${name}`)}
      value={filter[name]}
      onChange={(event) => onFilter({ ...filter, [name]: event.currentTarget.value })}
      mb="xs"
    />
  );
  return (
    <>
      <MultiSelect
        {...common}
        {...inPlace}
        label={t('filters.kind')}
        data={(data?.kinds ?? []).map(({ kind, count }) => ({
          value: kind,
          // the ledger knows no other kinds than the contract
          label: t('filters.kindCount', { kind: words.kind(kind as Entry['kind']), number: formats.number(count) }),
        }))}
        value={[...filter.kind]}
        onChange={(kind) => onFilter({ ...filter, kind })}
      />
      <Select
        {...common}
        {...inPlace}
        label={t('filters.plug')}
        data={ofPlug}
        value={filter.mac}
        onChange={(mac) => onFilter({ ...filter, mac })}
      />
      <Select
        {...common}
        {...inPlace}
        label={t('filters.run')}
        data={withChosen(data?.runs ?? [], filter.run)}
        value={filter.run}
        onChange={(run) => onFilter({ ...filter, run })}
      />
      <Select
        {...common}
        {...inPlace}
        label={t('filters.by')}
        data={withChosen(data?.people ?? [], filter.by).map((by) => ({ value: by, label: words.person(by) }))}
        value={filter.by}
        onChange={(by) => onFilter({ ...filter, by })}
      />
      {day('since')}
      {day('until')}
    </>
  );
}
