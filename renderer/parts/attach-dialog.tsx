import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { AttachProblem, AttachWish, DesktopShell, KnownComputer } from '../../contract/index.ts';
import { useTranslation } from '../words.ts';
import { AttachProblemWords } from './attach-problem.tsx';

interface Props {
  shell: DesktopShell;
  onClose: () => void;
}

/** Asks which computer's fleet the window is to show. Once it is attached the page is loaded anew. */
export function AttachDialog({ shell, onClose }: Props) {
  const { t } = useTranslation(['attach', 'shell']);
  const close = (): void => {
    shell.stopAttaching();
    onClose();
  };
  return (
    <Modal opened onClose={close} title={t('title')} size="lg" closeButtonProps={{ 'aria-label': t('shell:close') }}>
      <AttachForm shell={shell} onClose={close} />
    </Modal>
  );
}

function AttachForm({ shell, onClose }: Props) {
  const { t } = useTranslation(['attach', 'shell']);
  const [address, setAddress] = useState('');
  /** What is being tried, or was. */
  const [tried, setTried] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AttachProblem | null>(null);
  const { keepsTokens, computers, forget } = useComputers(shell);

  const attach = async (wish: AttachWish): Promise<void> => {
    setTried(wish.address);
    setBusy(true);
    setProblem(null);
    const answer = await shell.attach(wish);
    // where it is attached, this page goes away
    if (answer.at === 'attached') return;
    setBusy(false);
    if (answer.at === 'refused') setProblem(answer.problem);
  };

  if (problem !== null && (problem.is === 'certificate-new' || problem.is === 'certificate-changed'))
    return (
      <Certificate
        problem={problem}
        onTrust={() => void attach({ address: tried, trust: problem.seen })}
        onCancel={onClose}
      />
    );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void attach({ address, trust: null });
      }}
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t('lead')}
      </Text>
      <TextInput
        label={t('address')}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        placeholder="https://…/?token=…"
        maxLength={2000}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
      />
      <Text size="xs" c="dimmed" mt="xs">
        {keepsTokens ? t('tokensKept') : t('tokensNotKept')}
      </Text>
      {problem !== null && <AttachProblemWords problem={problem} />}
      {computers.length > 0 && (
        <fieldset className="known-computers">
          <legend>{t('known')}</legend>
          {computers.map((computer) => (
            <Group key={computer.address} gap="xs" mb="xs">
              <span className="grow">{computer.name}</span>
              <Button
                size="xs"
                variant="default"
                aria-label={t('connectTo', { name: computer.name })}
                disabled={isBusy}
                onClick={() => void attach({ address: computer.address, trust: null })}
              >
                {t('connect')}
              </Button>
              <Button
                size="xs"
                variant="default"
                aria-label={t('forgetName', { name: computer.name })}
                onClick={() => void forget(computer.address)}
              >
                {t('forget')}
              </Button>
            </Group>
          ))}
        </fieldset>
      )}
      <Group justify="flex-end" mt="md">
        <span role="status">{isBusy ? t('connecting') : ''}</span>
        <Button variant="default" onClick={onClose}>
          {t('shell:cancel')}
        </Button>
        <Button type="submit" loading={isBusy}>
          {t('connect')}
        </Button>
      </Group>
    </form>
  );
}

/** A fingerprint for a person to compare; going on without comparing is not the first answer. */
function Certificate(o: {
  problem: Extract<AttachProblem, { seen: string }>;
  onTrust: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation(['attach', 'shell']);
  const { problem } = o;
  const isNew = problem.is === 'certificate-new';
  return (
    <>
      {isNew ? (
        <>
          <Text fw={600}>{t('problems.certificate-new.title')}</Text>
          <Text size="sm">{t('problems.certificate-new.next')}</Text>
        </>
      ) : (
        <AttachProblemWords problem={problem} />
      )}
      <dl className="fingerprints">
        {!isNew && (
          <>
            <dt>{t('certificate.known')}</dt>
            <dd className="fingerprint">{problem.known}</dd>
          </>
        )}
        <dt>{isNew ? t('certificate.seen') : t('certificate.seenNow')}</dt>
        <dd className="fingerprint">{problem.seen}</dd>
      </dl>
      <Text size="sm">{t('certificate.how')}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" data-autofocus onClick={o.onCancel}>
          {t('shell:cancel')}
        </Button>
        <Button {...(isNew ? {} : { color: 'red' })} onClick={o.onTrust}>
          {isNew ? t('certificate.trust') : t('certificate.trustNew')}
        </Button>
      </Group>
    </>
  );
}

/** Those of before; of the dialog's making until they are told. */
function useComputers(shell: DesktopShell) {
  const [known, setKnown] = useState<{ keepsTokens: boolean; computers: readonly KnownComputer[] }>({
    keepsTokens: true,
    computers: [],
  });
  useEffect(() => void shell.knownComputers().then(setKnown), [shell]);
  const forget = async (address: string): Promise<void> => {
    await shell.forgetComputer(address);
    setKnown(await shell.knownComputers());
  };
  return { ...known, forget };
}
