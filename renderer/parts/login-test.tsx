import type { Plug } from '../../contract/index.ts';
import { client } from '../feed/client.ts';
import { failureOf } from '../feed/failure.ts';
import { currentPlugs } from '../feed/plugs.ts';
import { useTranslation } from '../words.ts';
import { BadIcon, GoodIcon, SilentIcon } from './icons.tsx';

/** What came of trying a login on one plug. */
export type Tried =
  | { at: 'works'; plug: string }
  | { at: 'fails'; plug: string; code: Plug['why'] }
  /** No plug is known that asks for a login. */
  | { at: 'no-plug' };

/** Tries a stored login on the plug that it most likely opens. */
export async function tryLogin(name: string): Promise<Tried> {
  try {
    const { ok, mac, code } = await client.logins.test({ name });
    const known = currentPlugs().find((plug) => plug.mac === mac);
    const plug = [known?.label ?? known?.alias, mac].filter(Boolean).join(', ');
    return ok ? { at: 'works', plug } : { at: 'fails', plug, code };
  } catch (thrown) {
    if (failureOf(thrown).code === 'unknown-plug') return { at: 'no-plug' };
    throw thrown;
  }
}

/** The same in words. */
export function TriedWords({ tried }: { tried: Tried }) {
  const { t } = useTranslation(['logins', 'codes']);
  if (tried.at === 'no-plug')
    return (
      <div role="status" className="badge tone-calm failure">
        <SilentIcon />
        <div>{t('test.noPlug')}</div>
      </div>
    );
  if (tried.at === 'works')
    return (
      <div role="status" className="badge tone-good failure">
        <GoodIcon />
        <div className="foreign">{t('test.works', { plug: tried.plug })}</div>
      </div>
    );
  return (
    <div role="alert" className="badge tone-bad failure">
      <BadIcon />
      <div>
        <strong className="foreign">{t('test.fails', { plug: tried.plug })}</strong>
        {tried.code === 'needs-login' || tried.code === null ? (
          <div>{t('test.wrong')}</div>
        ) : (
          <div>
            {t(`codes:${tried.code}.title`)}. {t(`codes:${tried.code}.next`)}
          </div>
        )}
      </div>
    </div>
  );
}
