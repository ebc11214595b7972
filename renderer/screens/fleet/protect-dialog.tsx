import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Plug } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { useTranslation } from '../../words.ts';
import { change } from './changes.ts';

/** Protection always has a reason: the next person has to be able to judge it. */
export function ProtectDialog({
  opened,
  plugs,
  onClose,
}: {
  opened: boolean;
  plugs: readonly Plug[];
  onClose: () => void;
}) {
  const { t } = useTranslation(['fleet', 'shell']);
  const { by } = useAbout();
  const [reason, setReason] = useState('');
  const protect = () => {
    const before = plugs.filter((plug) => !plug.protected).map(({ mac }) => mac);
    void change({
      did: (count) => (count === 0 ? t('did.nothing') : t('did.protect', { count })),
      undone: (what) => t('undone', { what }),
      carryOut: () => client.plugs.protect({ selection: { macs: plugs.map(({ mac }) => mac) }, reason, by }),
      undo: () => client.plugs.unprotect({ selection: { macs: before }, by }),
    });
    setReason('');
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('protect.title')}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') protect();
        }}
      >
        <TextInput
          label={t('protect.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={200}
          required
          data-autofocus
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button type="submit" disabled={reason.trim() === ''}>
            {t('protect.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
