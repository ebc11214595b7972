import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { Run } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import type { PilotQuestion } from '../../feed/run.ts';
import { tellFailure } from '../../parts/tell.ts';
import { useTranslation } from '../../words.ts';
import { kindOf, nameOf } from './names.ts';

/** Nothing proves the first plug of a kind: may the others of its kind follow? */
export function PilotQuestionBox({ run, question: { group, mac } }: { run: Run; question: PilotQuestion }) {
  const { t } = useTranslation('plan');
  const { readOnly } = useAbout();
  const [busy, setBusy] = useState(false);
  const asked = run.items.find((item) => item.mac === mac);
  // it was heard of meanwhile, which answers the question
  if (asked === undefined || asked.at !== 'unproven') return null;
  const kind = kindOf(asked.plug);
  const count = run.items.filter(({ at, plug }) => at === 'waiting' && kindOf(plug) === kind).length;
  const answer = async (go: boolean): Promise<void> => {
    setBusy(true);
    try {
      await client.runs.verdict({ run: run.id, group, go });
    } catch (thrown) {
      setBusy(false);
      tellFailure(thrown);
    }
  };
  return (
    <section className="greeting" role="alert">
      <h2>{t('pilot.title')}</h2>
      <p className="foreign">{t('pilot.text', { name: nameOf(asked.plug), kind, count })}</p>
      <p>{t('pilot.advice')}</p>
      <Group>
        <Button disabled={readOnly || busy} onClick={() => void answer(false)}>
          {t('pilot.leave')}
        </Button>
        <Button variant="default" disabled={readOnly || busy} onClick={() => void answer(true)}>
          {t('pilot.go')}
        </Button>
      </Group>
    </section>
  );
}
