import { Button } from '@mantine/core';
import { Empty } from '../../parts/states.tsx';
import { goTo } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { useChosen } from '../fleet/chosen.ts';
import { PaperDesk } from './paper-desk.tsx';

/** A checklist of the plugs that were chosen in the fleet. Its run is made when it is saved or printed. */
export function NewChecklist() {
  const { t } = useTranslation('checklists');
  const chosen = [...useChosen()];
  return (
    <>
      <div className="bar">
        <h1>{t('paper.newTitle')}</h1>
      </div>
      {chosen.length === 0 ? (
        <Empty title={t('paper.none')} text={t('paper.noneText')}>
          <Button onClick={() => goTo('fleet')}>{t('begin.choose')}</Button>
        </Empty>
      ) : (
        <PaperDesk of={{ is: 'plugs' }} chosen={chosen} onlyChosen />
      )}
    </>
  );
}
