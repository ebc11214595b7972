import type { client } from '../feed/client.ts';
import { useTranslation } from '../words.ts';
import { BadIcon, GoodIcon } from './icons.tsx';
import { useFormats } from './moments.ts';

export type Verdict = Awaited<ReturnType<typeof client.ledger.verify>>;

/** Whether the ledger is whole, in words; else where it breaks and what to do. */
export function VerdictWords({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  const { entries, head, broken } = verdict;
  const count = { count: entries, number: formats.number(entries) };
  return (
    <span className={`badge ${broken === undefined ? 'tone-good' : 'tone-bad'} failure`}>
      {broken === undefined ? <GoodIcon /> : <BadIcon />}
      <span>
        {broken === undefined ? (
          <>
            {t('verify.sound', count)}
            <br />
            {t('verify.head')}: <code className="foreign">{head.slice(0, 16)}…</code>
          </>
        ) : (
          <>
            <strong>{t(`verify.${broken.what}`, { entry: formats.number(broken.entry) })}</strong>{' '}
            {entries === 0 ? t('verify.beforeNone') : t('verify.before', count)} {t('verify.next')}
          </>
        )}
      </span>
    </span>
  );
}
