import { Button } from '@mantine/core';
import { useTranslation } from '../../words.ts';

export function Undoable({ words, onUndo }: { words: string; onUndo: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <div className="cell">
      <span className="grow">{words}</span>
      <Button size="compact-sm" variant="default" onClick={onUndo}>
        {t('undo')}
      </Button>
    </div>
  );
}
