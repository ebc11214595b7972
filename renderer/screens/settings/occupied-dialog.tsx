import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../words.ts';

interface Props {
  room: string | null;
  onClose: () => void;
  onSave: (occupied: { until: string; reason: string }) => void;
}

/** Until when a room is occupied, and why. */
export function OccupiedDialog({ room, onClose, onSave }: Props) {
  const { t } = useTranslation(['settings', 'shell']);
  return (
    <Modal
      opened={room !== null}
      onClose={onClose}
      title={<span className="foreign">{t('places.occupiedTitle', { room: room ?? '' })}</span>}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <OccupiedForm onClose={onClose} onSave={onSave} />
    </Modal>
  );
}

function OccupiedForm({ onClose, onSave }: Omit<Props, 'room'>) {
  const { t } = useTranslation(['settings', 'shell']);
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const [wasAsked, setAsked] = useState(false);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (until !== '' && reason.trim() !== '') onSave({ until, reason: reason.trim() });
      }}
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t('places.occupiedText')}
      </Text>
      <TextInput
        type="date"
        label={t('places.occupiedUntil')}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
        error={wasAsked && until === '' ? t('places.badDay') : null}
        errorProps={{ role: 'alert' }}
        max="9999-12-31"
        required
        data-autofocus
      />
      <TextInput
        label={t('places.occupiedReason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={wasAsked && reason.trim() === '' ? t('places.badReason') : null}
        errorProps={{ role: 'alert' }}
        maxLength={200}
        required
      />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('shell:cancel')}
        </Button>
        <Button type="submit">{t('places.occupiedSave')}</Button>
      </Group>
    </form>
  );
}
