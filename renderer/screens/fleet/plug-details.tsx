import { useQuery } from '@tanstack/react-query';
import type { Plug } from '../../../contract/index.ts';
import { client } from '../../feed/client.ts';
import { failureOf } from '../../feed/failure.ts';
import type { Entry } from '../../feed/ledger.ts';
import { useEntryWords } from '../../parts/entry-words.ts';
import { useFormats } from '../../parts/moments.ts';
import { Marks, StandingBadge } from '../../parts/standing.tsx';
import { Failed } from '../../parts/states.tsx';
import { hrefOf } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { IdentifyButton } from './identify-button.tsx';

/** What was done last; the rest stands in the ledger. */
const entriesShown = 12;

/** All that is known of one plug. */
export function PlugDetails({ plug }: { plug: Plug }) {
  const { t } = useTranslation(['fleet', 'codes', 'ledger']);
  const words = useEntryWords();
  const formats = useFormats();
  const { data, error, refetch } = useQuery({
    // a new row of the plug means that its history may have grown
    queryKey: ['plug', plug.mac, plug],
    queryFn: () => client.plugs.show({ mac: plug.mac }),
    placeholderData: (before) => (before?.plug.mac === plug.mac ? before : undefined),
  });
  const facts: [string, string | null][] = [
    [t('columns.mac'), plug.mac],
    [t('columns.address'), plug.address],
    [t('columns.model'), plug.model],
    [t('details.hardware'), plug.hardware],
    [t('columns.firmware'), plug.firmware],
    [t('details.transport'), plug.route === null ? null : plug.route.transport.toUpperCase()],
    [t('details.signal'), plug.rssi === null ? null : t('details.dbm', { dbm: plug.rssi })],
    [t('columns.tags'), plug.tags.join(', ') || null],
    [t('details.deviceId'), plug.deviceId],
  ];
  return (
    <section aria-label={t('details.title')}>
      <h2 className="foreign">{plug.label ?? plug.alias}</h2>
      <p className="cell">
        <StandingBadge standing={plug.standing} />
        <Marks {...plug} />
      </p>
      <IdentifyButton key={plug.mac} plug={plug} />
      {plug.protectedReason !== null && <p>{t('details.protectedBecause', { reason: plug.protectedReason })}</p>}
      {plug.protectedOutlets.map(({ id, alias, reason }) => (
        <p key={id}>{t('details.protectedOutlet', { outlet: alias, reason })}</p>
      ))}
      {plug.why !== null && (
        <p>
          {t(`codes:${plug.why}.title`)}. {t(`codes:${plug.why}.next`)}
        </p>
      )}
      <h3>{t('details.facts')}</h3>
      <dl className="facts">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd className="foreign">{value}</dd>
              </div>
            ),
        )}
      </dl>
      {plug.outlets.length > 0 && (
        <>
          <h3>{t('details.outlets')}</h3>
          <ul>
            {plug.outlets.map(({ id, alias, relay, watts }) => (
              <li key={id} className="foreign">
                {watts === null
                  ? t('details.outletLine', { name: alias, relay: t(`relay.${relay}`) })
                  : t('details.outletLoad', { name: alias, relay: t(`relay.${relay}`), watts: formats.number(watts) })}
              </li>
            ))}
          </ul>
          <p>{t('details.wholePlug')}</p>
        </>
      )}
      {error !== null && <Failed failure={failureOf(error)} retry={() => void refetch()} />}
      {data !== undefined && (
        <>
          <h3>{t('details.ledger')}</h3>
          {data.ledger.length === 0 && <p>{t('details.noLedger')}</p>}
          <ol className="history">
            {data.ledger
              .toReversed()
              .slice(0, entriesShown)
              .map((entry) => (
                <li key={entry.seq} className="foreign">
                  {/* the host parsed each entry by its kind */}
                  <time dateTime={entry.at}>{formats.moment(entry.at)}</time> {words.said(entry as Entry)}
                </li>
              ))}
          </ol>
          {data.ledger.length > 0 && <a href={hrefOf('ledger', 'plug', plug.mac)}>{t('ledger:links.plug')}</a>}
          <h3>{t('details.sightings')}</h3>
          <ol className="history">
            {data.sightings.slice(0, 12).map(({ at, address, source, factoryDefault }) => (
              <li key={`${at} ${source}`}>
                <time dateTime={at}>{formats.moment(at)}</time> {address} ({t(`details.source.${source}`)})
                {factoryDefault === true && ` ${t('details.factoryFresh')}`}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
