import { ActionIcon, Button, Group, Popover, TextInput } from '@mantine/core';
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
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const save = (next: readonly View[]): void => {
    keep('views', next);
    setViews(next);
  };
  return (
    <Popover withArrow shadow="md" width={280} trapFocus position="bottom-start" opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen(!isOpen)}>
          {t('views.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {views.length === 0 && <p className="dim">{t('views.none')}</p>}
        {views.map((view) => (
          <Group key={view.name} wrap="nowrap" gap={4}>
            <Button
              variant="subtle"
              className="foreign grow"
              justify="start"
              onClick={() => {
                onFilter(view.filter);
                setOpen(false);
              }}
            >
              {view.name}
            </Button>
            <ActionIcon
              variant="subtle"
              aria-label={t('views.remove', { name: view.name })}
              onClick={() => save(views.filter((one) => one !== view))}
            >
              <CloseIcon />
            </ActionIcon>
          </Group>
        ))}
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
          />
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
