import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { networkFaults } from '../../feed/scan-targets.ts';
import { CloseIcon } from '../../parts/icons.tsx';
import { tell, tellFailure } from '../../parts/tell.ts';
import { useTranslation } from '../../words.ts';

interface Props {
  site: { name: string; networks: readonly { network: string; expected: number | null }[] };
}

/** A line as it is typed. */
interface Line {
  key: number;
  network: string;
  expected: number | string;
}

let keys = 0;
const lineOf = (network = '', expected: number | null = null): Line => ({
  key: keys++,
  network,
  expected: expected ?? '',
});

/** The networks of a site, each with the number of plugs expected there. */
export function NetworksForm({ site }: Props) {
  const { t } = useTranslation(['settings', 'scan']);
  const { readOnly } = useAbout();
  const queries = useQueryClient();
  const [lines, setLines] = useState<readonly Line[]>(() =>
    site.networks.length === 0 ? [lineOf()] : site.networks.map((one) => lineOf(one.network, one.expected)),
  );
  const [faults, setFaults] = useState<ReadonlyMap<string, 'badNetwork' | 'tooLarge'>>(new Map());
  const change = (key: number, to: Partial<Line>): void =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...to } : line)));

  const save = async (): Promise<void> => {
    const filled = lines.filter(({ network }) => network.trim() !== '');
    try {
      const found = await networkFaults(filled.map(({ network }) => network.trim()));
      setFaults(found);
      if (found.size > 0) return;
      const networks = filled.map(({ network, expected }) => ({
        network: network.trim(),
        expected: typeof expected === 'number' ? expected : null,
      }));
      await client.places.setSite({ name: site.name, networks });
      await Promise.all(['sites', 'scan-targets'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      tell(t('places.saved', { site: site.name }));
    } catch (thrown) {
      tellFailure(thrown);
    }
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3>{t('places.networks')}</h3>
      {lines.map(({ key, network, expected }, index) => {
        const fault = faults.get(network.trim());
        return (
          <div key={key} className="row end">
            <TextInput
              label={index === 0 ? t('places.network') : undefined}
              aria-label={t('places.networkNamed', { n: index + 1 })}
              value={network}
              onChange={(event) => change(key, { network: event.currentTarget.value })}
              error={fault === undefined ? null : t(`scan:where.${fault}`, { text: network.trim() })}
              errorProps={{ role: 'alert' }}
              inputWrapperOrder={['label', 'error', 'input']}
              disabled={readOnly}
              spellCheck={false}
              w="18rem"
            />
            <NumberInput
              label={index === 0 ? t('places.expected') : undefined}
              aria-label={t('places.expectedNamed', { n: index + 1 })}
              value={expected}
              onChange={(value) => change(key, { expected: value })}
              min={0}
              max={100_000}
              allowDecimal={false}
              hideControls
              disabled={readOnly}
              w="9rem"
            />
            <ActionIcon
              variant="subtle"
              size="lg"
              aria-label={t('places.removeNetwork', { n: index + 1 })}
              disabled={readOnly}
              onClick={() => setLines(lines.filter((line) => line.key !== key))}
            >
              <CloseIcon />
            </ActionIcon>
          </div>
        );
      })}
      <div className="row">
        <Button variant="default" disabled={readOnly} onClick={() => setLines([...lines, lineOf()])}>
          {t('places.addNetwork')}
        </Button>
        <Button type="submit" disabled={readOnly}>
          {t('places.saveNetworks', { site: site.name })}
        </Button>
      </div>
    </form>
  );
}
