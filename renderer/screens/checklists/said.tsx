import type { RunItem } from '../../../contract/index.ts';
import { useFormats } from '../../parts/moments.ts';
import { useTranslation } from '../../words.ts';

/** A tick in words: who said what, and when it was done. */
export function Said({ tick }: { tick: NonNullable<RunItem['tick']> }) {
  const { t } = useTranslation('checklists');
  const formats = useFormats();
  return (
    <span className="foreign">
      {t('said', { by: tick.by, result: t(`result.${tick.result}`), when: formats.moment(tick.at) })}
    </span>
  );
}
