import { Button, Group, Progress } from '@mantine/core';
import { Failed } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';
import { cancelMaking, type Making, makePlan } from './making.ts';

/** How far the look that a plan begins with has come, and the way out of it. */
export function MakingProgress({ making: { wish, progress, failure } }: { making: Making }) {
  const { t } = useTranslation(['plan', 'shell']);
  const share = progress === null || progress.total === 0 ? 0 : (progress.done / progress.total) * 100;
  return (
    <>
      <div className="bar">
        <h1>{t('making.title')}</h1>
      </div>
      {failure !== null ? (
        <>
          <Failed failure={failure} retry={() => void makePlan(wish)} />
          <Group justify="center" pb="xl">
            <Button variant="subtle" onClick={cancelMaking}>
              {t('shell:cancel')}
            </Button>
          </Group>
        </>
      ) : (
        <div className="middle">
          <p>{t('making.text')}</p>
          <Progress.Root className="making-progress" size="lg">
            <Progress.Section value={share} aria-label={t('making.progress')} aria-valuemin={0} aria-valuemax={100} />
          </Progress.Root>
          <p>{progress === null ? t('making.starting') : t(`making.${progress.step}`, { ...progress })}</p>
          <Button variant="default" onClick={cancelMaking}>
            {t('shell:cancel')}
          </Button>
        </div>
      )}
    </>
  );
}
