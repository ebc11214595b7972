import { Autocomplete, Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Plug } from '../../../contract/index.ts';
import { client } from '../../feed/client.ts';
import { useTranslation } from '../../words.ts';
import { change, putBack } from './changes.ts';

/** Where the chosen plugs belong. A site that is typed and does not exist is made. */
export function PlaceDialog({
  opened,
  plugs,
  onClose,
}: {
  opened: boolean;
  plugs: readonly Plug[];
  onClose: () => void;
}) {
  const { t } = useTranslation(['fleet', 'shell']);
  const { data } = useQuery({ queryKey: ['sites'], queryFn: () => client.places.sites(), enabled: opened });
  const [site, setSite] = useState('');
  const [room, setRoom] = useState('');
  const [tags, setTags] = useState('');
  const addTags = tags
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
  const isEmpty = site.trim() === '' && room.trim() === '' && addTags.length === 0;
  const rooms = data?.sites.find(({ name }) => name === site)?.rooms ?? data?.sites.flatMap((one) => one.rooms) ?? [];
  const apply = () => {
    const known = data?.sites.some(({ name }) => name === site.trim()) ?? false;
    void change({
      did: (count) => t('did.set', { count }),
      undone: (what) => t('undone', { what }),
      carryOut: async () => {
        if (site.trim() !== '' && !known) await client.places.setSite({ name: site });
        return await client.plugs.set({
          selection: { macs: plugs.map(({ mac }) => mac) },
          ...(site.trim() === '' ? {} : { site }),
          ...(room.trim() === '' ? {} : { room }),
          ...(addTags.length === 0 ? {} : { addTags }),
        });
      },
      undo: putBack(plugs),
    });
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('place.title')}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isEmpty) apply();
        }}
      >
        <Text size="sm" c="dimmed">
          {t('place.keep')}
        </Text>
        <Autocomplete
          label={t('columns.site')}
          value={site}
          onChange={setSite}
          data={data?.sites.map(({ name }) => name) ?? []}
          data-autofocus
        />
        <Autocomplete
          label={t('columns.room')}
          value={room}
          onChange={setRoom}
          data={[...new Set(rooms.map(({ name }) => name))]}
        />
        <TextInput label={t('place.addTags')} value={tags} onChange={(event) => setTags(event.currentTarget.value)} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button type="submit" disabled={isEmpty}>
            {t('place.apply')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
