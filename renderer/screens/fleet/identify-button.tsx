import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Plug } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { failureOf } from '../../feed/failure.ts';
import { FailureWords } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';

/** Lets a plug say who it is, and blink. Nothing on it is switched. */
export function IdentifyButton({ plug }: { plug: Plug }) {
  const { t } = useTranslation('fleet');
  const { readOnly } = useAbout();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => client.plugs.identify({ mac: plug.mac }),
  });
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        disabled={readOnly || plug.route === null || isPending}
        onClick={() => mutate()}
      >
        {t('identify.button')}
      </Button>
      <div role="status">
        {isPending && <p>{t('identify.asking')}</p>}
        {data !== undefined && !isPending && (
          <p>
            <span className="foreign">{t('identify.told', { model: data.model, address: data.address })}</span>{' '}
            {t(`identify.light.${data.light}`)}
          </p>
        )}
      </div>
      {error !== null && !isPending && <FailureWords failure={failureOf(error)} />}
    </>
  );
}
