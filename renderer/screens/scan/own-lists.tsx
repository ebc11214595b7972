import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Plug, ScanResult } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { StandingBadge } from '../../parts/standing.tsx';
import { useTranslation } from '../../words.ts';
import { change } from '../fleet/changes.ts';

interface Entry {
  plug: Plug;
  found: ScanResult['found'][number];
}

/** Rows drawn before somebody asks for all. */
const mostRows = 100;
const nameOf = ({ label, alias, mac }: Plug): string => (label ?? alias) || mac;

/** Plugs that are not marked as owned, by whose they are, with empty boxes: only a person ticks one. */
export function OwnLists({ plugs, found }: { plugs: readonly Plug[]; found: ScanResult['found'] }) {
  const { t } = useTranslation(['scan', 'fleet']);
  const { by, readOnly } = useAbout();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const about = new Map(found.map((one) => [one.mac, one]));
  const entries = plugs.flatMap((plug): Entry[] => {
    const one = about.get(plug.mac);
    return plug.owned || one === undefined ? [] : [{ plug, found: one }];
  });
  const logins = [...new Set(entries.flatMap((entry) => entry.found.login ?? []))].toSorted();
  const others = entries.filter((entry) => entry.found.login === null);
  const chosen = entries.map(({ plug }) => plug.mac).filter((mac) => ticked.has(mac));
  const tick = (macs: readonly string[], on: boolean): void => {
    const next = new Set(ticked);
    for (const mac of macs) {
      if (on) next.add(mac);
      else next.delete(mac);
    }
    setTicked(next);
  };
  const own = (): void => {
    const selection = { macs: chosen };
    void change({
      did: (count) => (count === 0 ? t('fleet:did.nothing') : t('fleet:did.own', { count })),
      undone: (what) => t('fleet:undone', { what }),
      carryOut: () => client.plugs.own({ selection, by }),
      undo: () => client.plugs.disown({ selection, by }),
    });
    setTicked(new Set());
  };
  return (
    <section aria-labelledby="own">
      <h2 id="own">{t('own.title')}</h2>
      {entries.length === 0 ? (
        <p className="dim">{t('own.nothing')}</p>
      ) : (
        <>
          <p className="dim">{t('own.lead')}</p>
          <div className="row">
            <span role="status">
              {chosen.length === 0 ? t('own.none') : t('own.selected', { count: chosen.length })}
            </span>
            <Button disabled={readOnly || chosen.length === 0} onClick={own}>
              {t('own.mark')}
            </Button>
            <Button variant="subtle" disabled={chosen.length === 0} onClick={() => setTicked(new Set())}>
              {t('own.clear')}
            </Button>
          </div>
          {logins.map((login) => {
            const ofLogin = entries.filter((entry) => entry.found.login === login);
            return (
              <div key={login}>
                <div className="row">
                  <h3 className="foreign">{t('own.ofLogin', { login })}</h3>
                  <Button
                    variant="default"
                    size="compact-sm"
                    onClick={() =>
                      tick(
                        ofLogin.map(({ plug }) => plug.mac),
                        true,
                      )
                    }
                  >
                    {t('own.selectLogin', { login })}
                  </Button>
                </div>
                <BoxTable name={t('own.ofLogin', { login })} entries={ofLogin} ticked={ticked} onTick={tick} />
              </div>
            );
          })}
          {others.length > 0 && (
            <div>
              <h3>{t('own.ofOthers')}</h3>
              <p className="dim">{t('own.ofOthersText')}</p>
              <BoxTable name={t('own.ofOthers')} entries={others} ticked={ticked} onTick={tick} />
            </div>
          )}
        </>
      )}
    </section>
  );
}

function BoxTable(o: {
  name: string;
  entries: readonly Entry[];
  ticked: ReadonlySet<string>;
  onTick: (macs: readonly string[], on: boolean) => void;
}) {
  const { t } = useTranslation(['scan', 'fleet']);
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? o.entries : o.entries.slice(0, mostRows);
  return (
    <div className="wide">
      <table className="rows" aria-label={o.name}>
        <thead>
          <tr>
            <th scope="col">{t('fleet:select')}</th>
            <th scope="col">{t('fleet:columns.name')}</th>
            <th scope="col">{t('fleet:columns.model')}</th>
            <th scope="col">{t('fleet:columns.mac')}</th>
            <th scope="col">{t('fleet:columns.address')}</th>
            <th scope="col">{t('own.owner')}</th>
            <th scope="col">{t('fleet:columns.standing')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ plug, found }) => (
            <tr key={plug.mac}>
              <td>
                <Checkbox
                  size="xs"
                  aria-label={t('own.select', { name: nameOf(plug) })}
                  checked={o.ticked.has(plug.mac)}
                  onChange={(event) => o.onTick([plug.mac], event.currentTarget.checked)}
                />
              </td>
              <td>
                <span className="foreign">{nameOf(plug)}</span> {found.isNew && <em>({t('own.isNew')})</em>}
              </td>
              <td>{plug.model}</td>
              <td>{plug.mac}</td>
              <td>{plug.address}</td>
              <td>{t(`own.whose.${found.whose}`)}</td>
              <td>
                <StandingBadge standing={plug.standing} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < o.entries.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setShowsAll(true)}>
          {t('own.showAll', { count: o.entries.length })}
        </Button>
      )}
    </div>
  );
}
