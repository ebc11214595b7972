import { Button, Group } from '@mantine/core';
import { isPractice } from '../feed/client.ts';
import { Empty } from '../parts/states.tsx';
import { goTo } from '../route.ts';
import { useTranslation } from '../words.ts';

/** Nothing but the two ways to begin. */
export function FirstRun() {
  const { t } = useTranslation('fleet');
  return (
    <Empty alone title={t('empty.title')} text={t('empty.text')}>
      <Group>
        <Button size="md" onClick={() => goTo('scan')}>
          {t('empty.find')}
        </Button>
        {!isPractice && (
          <Button size="md" variant="default" component="a" href="/practice/">
            {t('empty.practise')}
          </Button>
        )}
      </Group>
    </Empty>
  );
}
