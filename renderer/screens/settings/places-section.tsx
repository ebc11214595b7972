import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { failureOf } from '../../feed/failure.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { tell, tellFailure } from '../../parts/tell.ts';
import { useTranslation } from '../../words.ts';
import { NetworksForm } from './networks-form.tsx';
import { RoomsTable } from './rooms-table.tsx';

/** Sites with their networks and rooms. */
export function PlacesSection() {
  const { t } = useTranslation('settings');
  const { data, error, refetch } = useQuery({ queryKey: ['sites'], queryFn: () => client.places.sites() });
  if (error !== null) return <Failed failure={failureOf(error)} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <>
      <section aria-labelledby="places">
        <h2 id="places">{t('places.title')}</h2>
        <p className="dim">{t('places.lead')}</p>
        {data.sites.length === 0 && <p>{t('places.none')}</p>}
        <AddSite />
      </section>
      {data.sites.map((site) => (
        <section key={site.name} aria-label={site.name}>
          <h2 className="foreign">{site.name}</h2>
          <NetworksForm key={JSON.stringify(site.networks)} site={site} />
          <RoomsTable site={site} />
        </section>
      ))}
    </>
  );
}

function AddSite() {
  const { t } = useTranslation('settings');
  const { readOnly } = useAbout();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const add = async (): Promise<void> => {
    const site = name.trim();
    if (site === '') return;
    try {
      await client.places.setSite({ name: site });
      await queries.invalidateQueries({ queryKey: ['sites'] });
      tell(t('places.siteAdded', { site }));
      setName('');
    } catch (thrown) {
      tellFailure(thrown);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div className="row end">
        <TextInput
          label={t('places.siteName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          disabled={readOnly}
        />
        <Button type="submit" variant="default" disabled={readOnly || name.trim() === ''}>
          {t('places.addSite')}
        </Button>
      </div>
    </form>
  );
}
