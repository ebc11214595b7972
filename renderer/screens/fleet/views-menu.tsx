import { ActionIcon, Button, Group, Menu, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CloseIcon } from '../../parts/icons.tsx';
import { keep, kept } from '../../parts/kept.ts';
import { useTranslation } from '../../words.ts';
import type { Filter } from './filter.ts';

interface View {
  name: string;
  filter: Filter;
}

/** Searches and filters worth keeping, by name. */
export function ViewsMenu({ filter, onFilter }: { filter: Filter; onFilter: (filter: Filter) => void }) {
  const { t } = useTranslation(['fleet', 'shell']);
  const [views, setViews] = useState(() => kept<readonly View[]>('views', []));
  const [name, setName] = useState('');
  const save = (next: readonly View[]): void => {
    keep('views', next);
    setViews(next);
  };
  return (
    <Menu shadow="md" width={260} position="bottom-start" withinPortal>
      <Menu.Target>
        <Button variant="default">{t('views.title')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.length === 0 && <Menu.Label>{t('views.none')}</Menu.Label>}
        {views.map((view) => (
          <Group key={view.name} wrap="nowrap" gap={4}>
            <Menu.Item onClick={() => onFilter(view.filter)}>{view.name}</Menu.Item>
            <ActionIcon
              variant="subtle"
              aria-label={t('views.remove', { name: view.name })}
              onClick={() => save(views.filter((one) => one !== view))}
            >
              <CloseIcon />
            </ActionIcon>
          </Group>
        ))}
        <Menu.Divider />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            save([...views.filter((one) => one.name !== name.trim()), { name: name.trim(), filter }]);
            setName('');
          }}
        >
          <TextInput
            label={t('views.save')}
            aria-label={t('views.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => event.stopPropagation()}
            m={6}
          />
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
