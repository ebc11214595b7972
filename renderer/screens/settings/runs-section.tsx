import { Button, Checkbox, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../parts/moments.ts';
import { keepRunDefaults, type RunDefaults, runDefaults, usualRun } from '../../parts/run-defaults.ts';
import { useTranslation } from '../../words.ts';

/** The numbers, with the least and the most that a run takes. */
const numbers = [
  { key: 'concurrency', min: 1, max: 64, decimal: false, label: 'concurrency', help: 'concurrencyHelp' },
  { key: 'quietS', min: 1, max: 3600, decimal: true, label: 'quietS', help: 'quietHelp' },
  { key: 'maxFailuresPercent', min: 0, max: 100, decimal: false, label: 'maxFailures', help: 'maxFailuresHelp' },
] as const;
type NumberKey = (typeof numbers)[number]['key'];
/** As it stands in the fields: what is being typed may be no number yet. */
type Typed = Record<NumberKey, number | string>;

const typedOf = ({ concurrency, quietS, maxFailuresPercent }: RunDefaults): Typed => ({
  concurrency,
  quietS,
  maxFailuresPercent,
});

/** With what a run begins. What is no good value is not kept. */
export function RunsSection() {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const [defaults, setDefaults] = useState(runDefaults);
  const [typed, setTyped] = useState<Typed>(() => typedOf(defaults));
  const keepIt = (next: RunDefaults): void => {
    setDefaults(next);
    keepRunDefaults(next);
  };
  return (
    <section aria-labelledby="runs" className="stack">
      <div>
        <h2 id="runs">{t('runs.title')}</h2>
        <p className="dim">{t('runs.lead')}</p>
      </div>
      {numbers.map(({ key, min, max, decimal, label, help }) => {
        const isGood = (value: number | string): value is number =>
          typeof value === 'number' && value >= min && value <= max;
        return (
          <NumberInput
            key={key}
            label={t(`runs.${label}`)}
            description={t(`runs.${help}`)}
            value={typed[key]}
            onChange={(value) => {
              setTyped({ ...typed, [key]: value });
              if (isGood(value)) keepIt({ ...defaults, [key]: value });
            }}
            error={
              isGood(typed[key]) ? null : t('runs.between', { min: formats.number(min), max: formats.number(max) })
            }
            errorProps={{ role: 'alert' }}
            min={min}
            max={max}
            clampBehavior="none"
            allowDecimal={decimal}
            decimalSeparator={formats.decimal()}
            hideControls
            w="30rem"
            maw="100%"
          />
        );
      })}
      <Checkbox
        label={t('runs.pilot')}
        description={t('runs.pilotHelp')}
        checked={defaults.pilot}
        onChange={(event) => keepIt({ ...defaults, pilot: event.currentTarget.checked })}
      />
      <div className="row">
        <Button
          variant="default"
          onClick={() => {
            keepIt(usualRun);
            setTyped(typedOf(usualRun));
          }}
        >
          {t('runs.reset')}
        </Button>
        <span>{t('runs.kept')}</span>
      </div>
    </section>
  );
}
