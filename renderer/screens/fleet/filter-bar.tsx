import { Button, MultiSelect, Popover, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { Plug } from '../../../contract/index.ts';
import { FindIcon } from '../../parts/icons.tsx';
import { useTranslation } from '../../words.ts';
import { activeFilters, type Filter, type FilterKey, filterKeys, noFilter, valuesOf } from './filter.ts';

interface Props {
  plugs: readonly Plug[];
  filter: Filter;
  onFilter: (filter: Filter) => void;
  nowMs: number;
}

/** Search and filters. A filter offers what the fleet has. */
export function FilterBar({ plugs, filter, onFilter, nowMs }: Props) {
  const { t } = useTranslation('fleet');
  const active = activeFilters(filter);
  return (
    <>
      <TextInput
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<FindIcon />}
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
        w={340}
        maw="100%"
      />
      <Popover withArrow shadow="md" width={320} trapFocus position="bottom-start">
        <Popover.Target>
          <Button variant={active > 0 ? 'light' : 'default'}>{t('filters.active', { count: active })}</Button>
        </Popover.Target>
        <Popover.Dropdown>
          {filterKeys.map((key) => (
            <OneFilter key={key} name={key} plugs={plugs} filter={filter} onFilter={onFilter} nowMs={nowMs} />
          ))}
        </Popover.Dropdown>
      </Popover>
      {(active > 0 || filter.text !== '') && (
        <Button variant="subtle" onClick={() => onFilter(noFilter)}>
          {t('filters.clear')}
        </Button>
      )}
    </>
  );
}

function OneFilter({ name, plugs, filter, onFilter, nowMs }: Props & { name: FilterKey }) {
  const { t } = useTranslation('fleet');
  const values = useMemo(
    () => [...new Set(plugs.flatMap((plug) => valuesOf(plug, name, nowMs)))].toSorted(),
    [plugs, name, nowMs],
  );
  const words = (value: string): string => {
    if (value === '') return t('filters.none');
    if (name === 'standing') return t(`standing.${value as Plug['standing']}`);
    if (name === 'seen') return t(`filters.seenWithin.${value as 'hour'}`);
    return value;
  };
  return (
    <MultiSelect
      label={t(`filters.${name}`)}
      // the kit takes no empty value, so "(none)" travels under a name of its own
      data={values.map((value) => ({ value: `=${value}`, label: words(value) }))}
      value={filter[name].map((value) => `=${value}`)}
      onChange={(chosen) => onFilter({ ...filter, [name]: chosen.map((value) => value.slice(1)) })}
      searchable
      clearable
      // the first of them has the focus as soon as they are there, and would hide the others
      openOnFocus={false}
      comboboxProps={{ withinPortal: false }}
      mb="xs"
    />
  );
}
