import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../feed/client.ts';
import { type Failure, failureOf } from '../feed/failure.ts';
import { useTranslation } from '../words.ts';
import { type Tried, TriedWords, tryLogin } from './login-test.tsx';
import { FailureWords } from './states.tsx';
import { tell, tellFailure } from './tell.ts';

interface Props {
  opened: boolean;
  onClose: () => void;
  /** Offered once a login works: plugs that asked for it can be read now. */
  onScanAgain?: () => void;
}

/** Stores a login and tries it on one plug, before anything relies on it. */
export function LoginDialog(o: Props) {
  const { t } = useTranslation(['logins', 'shell']);
  return (
    <Modal
      opened={o.opened}
      onClose={o.onClose}
      title={t('add.title')}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <LoginForm {...o} />
    </Modal>
  );
}

const nothing = { name: '', email: '', password: '' };

/** A form of its own, so that what was typed is forgotten with it. */
function LoginForm({ onClose, onScanAgain }: Props) {
  const { t } = useTranslation(['logins', 'shell']);
  const queries = useQueryClient();
  const [typed, setTyped] = useState(nothing);
  const [wasAsked, setAsked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [stored, setStored] = useState<string | null>(null);
  const [tried, setTried] = useState<Tried | null>(null);

  const store = async (): Promise<void> => {
    setAsked(true);
    if (typed.name.trim() === '' || typed.email.trim() === '' || typed.password === '') return;
    setBusy(true);
    setFailure(null);
    try {
      await client.logins.add(typed);
      setStored(typed.name.trim());
      // it is in the vault now, and needed here no more
      setTyped(nothing);
      await queries.invalidateQueries({ queryKey: ['logins'] });
      setTried(await tryLogin(typed.name.trim()));
    } catch (thrown) {
      setFailure(failureOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const remove = async (name: string): Promise<void> => {
    try {
      await client.logins.remove({ name });
      await queries.invalidateQueries({ queryKey: ['logins'] });
      tell(t('test.removed', { name }));
      onClose();
    } catch (thrown) {
      tellFailure(thrown);
    }
  };

  if (stored !== null && !isBusy) {
    const isWrong = tried?.at === 'fails';
    return (
      <>
        {failure !== null && <FailureWords failure={failure} />}
        {tried !== null && <TriedWords tried={tried} />}
        <Group justify="flex-end" mt="md">
          {isWrong ? (
            <>
              <Button variant="default" onClick={onClose}>
                {t('test.keep')}
              </Button>
              <Button data-autofocus onClick={() => void remove(stored)}>
                {t('test.remove')}
              </Button>
            </>
          ) : (
            <>
              {tried?.at === 'works' && onScanAgain !== undefined && (
                <Button
                  onClick={() => {
                    onClose();
                    onScanAgain();
                  }}
                >
                  {t('scanAgain')}
                </Button>
              )}
              <Button variant="default" onClick={onClose}>
                {t('shell:done')}
              </Button>
            </>
          )}
        </Group>
      </>
    );
  }
  const missing = (value: string) => (wasAsked && value.trim() === '' ? t('add.missing') : null);
  const isTaken = failure?.code === 'login-exists';
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t('add.lead')}
      </Text>
      <TextInput
        label={t('add.name')}
        value={typed.name}
        onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
        error={isTaken ? t('add.exists') : missing(typed.name)}
        errorProps={{ role: 'alert' }}
        maxLength={200}
        required
        data-autofocus
        autoComplete="off"
      />
      <TextInput
        label={t('add.email')}
        type="email"
        value={typed.email}
        onChange={(event) => setTyped({ ...typed, email: event.currentTarget.value })}
        error={missing(typed.email)}
        maxLength={320}
        required
        autoComplete="off"
        spellCheck={false}
      />
      <TextInput
        label={t('add.password')}
        type="password"
        value={typed.password}
        onChange={(event) => setTyped({ ...typed, password: event.currentTarget.value })}
        error={wasAsked && typed.password === '' ? t('add.missing') : null}
        maxLength={1000}
        required
        autoComplete="new-password"
      />
      {failure !== null && !isTaken && <FailureWords failure={failure} />}
      <Group justify="flex-end" mt="md">
        <span role="status">{isBusy ? t('add.saving') : ''}</span>
        <Button variant="default" onClick={onClose}>
          {t('shell:cancel')}
        </Button>
        <Button type="submit" loading={isBusy}>
          {t('add.save')}
        </Button>
      </Group>
    </form>
  );
}
