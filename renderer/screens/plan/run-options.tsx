import { NumberInput, Switch } from '@mantine/core';
import type { RunOptions } from '../../../contract/index.ts';
import { kept } from '../../parts/kept.ts';
import { useFormats } from '../../parts/moments.ts';
import { useTranslation } from '../../words.ts';
import { useSpans } from './spans.ts';

/** The contract's own defaults; a test compares them. */
const usual: RunOptions = { concurrency: 8, quietS: 60, pilot: true, maxFailuresPercent: 30 };

/** What this browser was told to begin with, else the usual. */
export const firstOptions = (): RunOptions => ({ ...usual, ...kept<Partial<RunOptions>>('run', {}) });

/** The options in one line. */
export function useOptionWords(): (options: RunOptions) => string {
  const { t } = useTranslation('plan');
  const formats = useFormats();
  const span = useSpans();
  return ({ concurrency, quietS, pilot, maxFailuresPercent }) =>
    t('confirm.optionsAre', {
      concurrency: formats.number(concurrency),
      quiet: span(quietS),
      pilots: t(pilot ? 'confirm.pilotsOn' : 'confirm.pilotsOff'),
      failures: formats.number(maxFailuresPercent),
    });
}

/** How a run is carried out, each with what the default is good for. */
export function OptionFields({ options, onChange }: { options: RunOptions; onChange: (options: RunOptions) => void }) {
  const { t } = useTranslation('plan');
  const number = (key: 'concurrency' | 'quietS' | 'maxFailuresPercent') => (value: string | number) => {
    // what is half typed is not taken yet; the field says the bounds when it is left
    if (typeof value === 'number') onChange({ ...options, [key]: value });
  };
  return (
    <div className="options">
      <NumberInput
        label={t('confirm.quiet')}
        description={t('confirm.quietText')}
        min={0.1}
        max={3600}
        hideControls
        value={options.quietS}
        onChange={number('quietS')}
      />
      <NumberInput
        label={t('confirm.concurrency')}
        description={t('confirm.concurrencyText')}
        min={1}
        max={64}
        allowDecimal={false}
        hideControls
        value={options.concurrency}
        onChange={number('concurrency')}
      />
      <NumberInput
        label={t('confirm.failures')}
        description={t('confirm.failuresText')}
        min={0}
        max={100}
        hideControls
        value={options.maxFailuresPercent}
        onChange={number('maxFailuresPercent')}
      />
      <Switch
        label={t('confirm.pilots')}
        description={t('confirm.pilotsText')}
        checked={options.pilot}
        onChange={(event) => onChange({ ...options, pilot: event.currentTarget.checked })}
      />
    </div>
  );
}
