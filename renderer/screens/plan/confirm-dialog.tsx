import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { RunItem } from '../../../contract/index.ts';
import { type Failure, failureOf } from '../../feed/failure.ts';
import { useFormats } from '../../parts/moments.ts';
import { FailureWords } from '../../parts/states.tsx';
import { hrefOf } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { loadOf, nameOf } from './names.ts';
import { SomeNames } from './some-names.tsx';

/**
 * The last step before resets are sent: names what will be erased and wants its number typed. Nothing is sent before
 * the number fits, by button or by Enter.
 */
export function ConfirmDialog({
  opened,
  plugs,
  title,
  go,
  children,
  onGo,
  onClose,
  onPlanAgain,
}: {
  opened: boolean;
  plugs: readonly RunItem['plug'][];
  title: string;
  /** Verb and noun of the button. */
  go: string;
  /** How it is carried out. */
  children: ReactNode;
  /** Throws what the host refuses. */
  onGo: (confirm: number) => Promise<void>;
  onClose: () => void;
  onPlanAgain: () => void;
}) {
  const { t } = useTranslation(['plan', 'shell']);
  const formats = useFormats();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const fits = /^\d+$/.test(typed.trim()) && Number(typed) === plugs.length;
  // what the host will not carry out any more cannot be confirmed
  const isOver = failure?.code === 'plan-stale' || failure?.code === 'plan-used';
  const { watts, untold } = loadOf(plugs);
  const sites = Map.groupBy(plugs, ({ site }) => site ?? t('confirm.noSite'));

  const close = (): void => {
    setTyped('');
    setFailure(null);
    onClose();
  };
  const submit = async (): Promise<void> => {
    if (!fits || busy || isOver) return;
    setBusy(true);
    setFailure(null);
    try {
      await onGo(Number(typed));
      close();
    } catch (thrown) {
      setFailure(failureOf(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <form
        className="confirm"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p>{t('confirm.text')}</p>
        <dl className="facts">
          <dt>{t('confirm.site')}</dt>
          <dd>
            {[...sites].map(([site, there]) => (
              <div key={site}>
                <span className="foreign">{site}</span>
                {sites.size > 1 && `: ${formats.number(there.length)}`}
              </div>
            ))}
          </dd>
          <dt>{t('confirm.plugs')}</dt>
          <dd className="count">{formats.number(plugs.length)}</dd>
          <dt>{t('confirm.load')}</dt>
          <dd>
            <LoadWords watts={watts} untold={untold} />
          </dd>
          <dt>{t('confirm.first')}</dt>
          <dd>
            <SomeNames plugs={plugs} />
          </dd>
        </dl>
        {children}
        <TextInput
          label={t('confirm.type')}
          description={t('confirm.typeText')}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
        {failure !== null && <Refused failure={failure} plugs={plugs} onPlanAgain={onPlanAgain} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {t('shell:cancel')}
          </Button>
          <Button type="submit" color="red" disabled={!fits || isOver} loading={busy}>
            {go}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** What plugs draw together, with how many do not tell. */
export function LoadWords({ watts, untold }: ReturnType<typeof loadOf>) {
  const { t } = useTranslation('plan');
  const formats = useFormats();
  const load = watts > 0 ? t('view.cuts', { watts: formats.number(watts) }) : t('view.cutsNothing');
  return untold > 0 ? t('view.untold', { load, count: untold }) : load;
}

/** Why the host did not begin, with whom it concerns and the way on. */
function Refused({
  failure,
  plugs,
  onPlanAgain,
}: {
  failure: Failure;
  plugs: readonly RunItem['plug'][];
  onPlanAgain: () => void;
}) {
  const { t } = useTranslation('plan');
  const facts = failure.code === 'host-lost' ? {} : (failure.facts ?? {});
  const stale = Array.isArray(facts['plugs']) ? facts['plugs'] : [];
  const names = plugs.filter(({ mac }) => stale.includes(mac)).map(nameOf);
  const run = typeof facts['run'] === 'string' ? facts['run'] : null;
  return (
    <div className="refused">
      <FailureWords failure={failure} />
      {names.length > 0 && <p className="foreign">{t('confirm.stalePlugs', { names: names.join(', ') })}</p>}
      {run !== null && <a href={hrefOf('plan', 'run', run)}>{t('confirm.seeRun', { run })}</a>}
      {(failure.code === 'plan-stale' || failure.code === 'plan-used') && (
        <Button size="compact-sm" onClick={onPlanAgain}>
          {t('confirm.planAgain')}
        </Button>
      )}
    </div>
  );
}
