import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ScanTargets } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { failureOf } from '../../feed/failure.ts';
import { startScan } from '../../feed/scan.ts';
import { networkFaults, useScanTargets } from '../../feed/scan-targets.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { tellFailure } from '../../parts/tell.ts';
import { useTranslation } from '../../words.ts';

/** What a person wrote between commas, semicolons or line ends. */
const typedParts = (text: string): string[] =>
  text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

/** Which networks are looked through. */
export function WhereForm() {
  const { practiceNetworks } = useAbout();
  const { data, error, refetch } = useScanTargets();
  if (error !== null) return <Failed failure={failureOf(error)} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return <Choice key={practiceNetworks.join()} targets={data} typedFirst={practiceNetworks.join(', ')} />;
}

function Choice({ targets, typedFirst }: { targets: ScanTargets; typedFirst: string }) {
  const { t } = useTranslation('scan');
  const { readOnly } = useAbout();
  const known = [...new Map(targets.networks.map((one) => [one.network, one])).values()];
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [broadcast, setBroadcast] = useState(targets.broadcasts.length > 0);
  const [typed, setTyped] = useState(typedFirst);
  const [wrong, setWrong] = useState<string | null>(null);
  const chosen = known.map(({ network }) => network).filter((network) => !left.has(network));

  const start = async (): Promise<void> => {
    const parts = typedParts(typed);
    const calls = broadcast && targets.broadcasts.length > 0;
    if (chosen.length === 0 && parts.length === 0 && !calls) return setWrong(t('where.nowhere'));
    try {
      const faults = await networkFaults(parts);
      const words = [...faults].map(([text, fault]) => t(`where.${fault}`, { text }));
      if (words.length > 0) return setWrong(words.join(' '));
    } catch (thrown) {
      return tellFailure(thrown);
    }
    // an empty name means every interface's own broadcast address
    void startScan({ networks: [...chosen, ...parts], broadcast: calls ? [''] : [] });
  };

  return (
    <form
      aria-labelledby="where"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <div>
        <h2 id="where">{t('where.title')}</h2>
        <p className="dim">{t('where.lead')}</p>
      </div>
      {known.length > 0 && (
        <fieldset className="choices">
          <legend>{t('where.known')}</legend>
          {known.map(({ network, site, expected, addresses }) => (
            <Checkbox
              key={network}
              checked={!left.has(network)}
              onChange={(event) => {
                const next = new Set(left);
                if (event.currentTarget.checked) next.delete(network);
                else next.add(network);
                setLeft(next);
              }}
              label={<span className="foreign">{network}</span>}
              description={
                <span className="foreign">
                  {[
                    site === null ? t('where.ofComputer') : t('where.ofSite', { site }),
                    t('where.addresses', { count: addresses }),
                    ...(expected === null ? [] : [t('where.expected', { count: expected })]),
                  ].join(' · ')}
                </span>
              }
              mb="xs"
            />
          ))}
        </fieldset>
      )}
      {targets.broadcasts.length > 0 && (
        <Checkbox
          checked={broadcast}
          onChange={(event) => setBroadcast(event.currentTarget.checked)}
          label={t('where.broadcast', { networks: targets.broadcasts.join(', ') })}
        />
      )}
      {known.length === 0 && targets.broadcasts.length === 0 && typedFirst === '' && <p>{t('where.noneKnown')}</p>}
      <TextInput
        label={t('where.typed')}
        description={t('where.typedHelp')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(null);
        }}
        error={wrong}
        errorProps={{ role: 'alert' }}
        w="34rem"
        maw="100%"
        spellCheck={false}
      />
      <Button type="submit" disabled={readOnly}>
        {t('where.start')}
      </Button>
    </form>
  );
}
