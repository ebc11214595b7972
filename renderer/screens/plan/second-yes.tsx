import { Button, Group, Modal } from '@mantine/core';
import type { AllowableCode, ShownPlan } from '../../../contract/index.ts';
import { useTranslation } from '../../words.ts';
import { makePlan } from './making.ts';
import { SomeNames } from './some-names.tsx';

/** Says what accepting a reason costs, names whom it concerns, and asks once more. The safe answer has the focus. */
export function SecondYes({
  plan,
  code,
  onClose,
}: {
  plan: ShownPlan;
  code: AllowableCode | null;
  onClose: () => void;
}) {
  const { t } = useTranslation(['plan', 'codes', 'shell']);
  const concerned = plan.items.filter(({ way, reasons }) => code !== null && way === 'leave' && reasons.includes(code));
  return (
    <Modal
      opened={code !== null}
      onClose={onClose}
      title={t('accept.title', { count: concerned.length })}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      {code !== null && (
        <>
          <p>
            <strong>{t(`codes:${code}.title`)}.</strong> {t(`accept.${code}`)}
          </p>
          <SomeNames plugs={concerned.map(({ plug }) => plug)} />
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={onClose} data-autofocus>
              {t('accept.no')}
            </Button>
            <Button
              color="red"
              onClick={() => {
                onClose();
                void makePlan({
                  selection: { macs: plan.items.map(({ mac }) => mac) },
                  allow: [...plan.allow, code],
                });
              }}
            >
              {t('accept.yes')}
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}
