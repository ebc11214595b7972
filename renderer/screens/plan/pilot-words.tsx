import type { ShownPlan } from '../../../contract/index.ts';
import { useTranslation } from '../../words.ts';
import { nameOf } from './names.ts';
import { pilotsOf } from './pilots.ts';

/** Who goes first, and why. */
export function PilotWords({ items }: { items: ShownPlan['items'] }) {
  const { t } = useTranslation('plan');
  const pilots = pilotsOf(items);
  return (
    <details className="pilots">
      <summary>{t('pilots.title', { count: pilots.length })}</summary>
      <p>{t('pilots.why')}</p>
      <ul>
        {pilots.map(({ kind, first, more }) => (
          <li key={kind} className="foreign">
            {more === 0
              ? t('pilots.alone', { kind, name: nameOf(first.plug) })
              : t('pilots.first', { kind, name: nameOf(first.plug), count: more })}
          </li>
        ))}
      </ul>
    </details>
  );
}
