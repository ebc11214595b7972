import { NumberInput, Switch } from '@mantine/core';
import { useFormats } from '../../parts/moments.ts';
import type { RunDefaults } from '../../parts/run-defaults.ts';
import { useSpans } from '../../parts/spans.ts';
import { useTranslation } from '../../words.ts';

/** The options in one line. */
export function useOptionWords(): (options: RunDefaults) => string {
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
export function OptionFields({
  options,
  onChange,
}: {
  options: RunDefaults;
  onChange: (options: RunDefaults) => void;
}) {
  const { t } = useTranslation('plan');
  const { decimal } = useFormats();
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
        decimalSeparator={decimal()}
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
        decimalSeparator={decimal()}
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
