import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Plug, ScanResult } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { useInventory } from '../../feed/plugs.ts';
import { arrived, forgetScan, type Scan, startScan } from '../../feed/scan.ts';
import { KeyIcon } from '../../parts/icons.tsx';
import { LoginDialog } from '../../parts/login-dialog.tsx';
import { useFormats } from '../../parts/moments.ts';
import { FailureWords } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';
import { ArrivingTable } from './arriving-table.tsx';
import { NetworksTable } from './networks-table.tsx';
import { OthersTable } from './others-table.tsx';
import { OwnLists } from './own-lists.tsx';
import { SilentTable } from './silent-table.tsx';

/** What a scan brought. */
export function ScanEnd({ scan }: { scan: Scan }) {
  const { t } = useTranslation('scan');
  const { plugs } = useInventory();
  const { readOnly } = useAbout();
  const formats = useFormats();
  const { result, failure } = scan;
  return (
    <>
      <section aria-labelledby="came" className="stack">
        <div role="status">
          <h2 id="came">
            {result !== null
              ? t('end.done', { count: result.plugs.length, seconds: formats.number(result.tookMs / 1000) })
              : scan.at === 'stopped'
                ? t('end.stopped')
                : t('title')}
          </h2>
        </div>
        {failure !== null && <FailureWords failure={failure} />}
        {result?.plugs.length === 0 && (
          <p>
            <strong>{t('end.nothing')}.</strong> {t('end.nothingText')}
          </p>
        )}
        <div className="row">
          <Button variant="default" disabled={readOnly} onClick={() => void startScan(scan.where)}>
            {t('end.again')}
          </Button>
          <Button variant="default" onClick={forgetScan}>
            {t('end.elsewhere')}
          </Button>
        </div>
      </section>
      {result === null ? <ArrivingTable plugs={arrived(plugs, scan)} /> : <Came scan={scan} result={result} />}
    </>
  );
}

function Came({ scan, result }: { scan: Scan; result: ScanResult }) {
  const { plugs } = useInventory();
  // the inventory goes on: what is marked as owned meanwhile is shown so
  const now = new Map(plugs.map((plug) => [plug.mac, plug]));
  const heard = result.plugs.map((plug) => now.get(plug.mac) ?? plug);
  const silent = result.silent.flatMap((mac) => now.get(mac) ?? []);
  return (
    <>
      <NeedsLogin plugs={heard} onAdded={() => void startScan(scan.where)} />
      <NetworksTable rows={result.networks} />
      <OwnLists plugs={heard} found={result.found} />
      {result.others.length > 0 && <OthersTable others={result.others} />}
      {silent.length > 0 && <SilentTable plugs={silent} />}
    </>
  );
}

/** The short way to a login, where plugs ask for one. */
function NeedsLogin({ plugs, onAdded }: { plugs: readonly Plug[]; onAdded: () => void }) {
  const { t } = useTranslation('scan');
  const { readOnly } = useAbout();
  const [opened, setOpened] = useState(false);
  const count = plugs.filter(({ standing }) => standing === 'needs-login').length;
  if (count === 0 && !opened) return null;
  return (
    <section className="note" aria-labelledby="needs-login">
      <KeyIcon />
      <div className="grow">
        <h2 id="needs-login">{t('needsLogin.title', { count })}</h2>
        <p>{t('needsLogin.text')}</p>
      </div>
      <Button disabled={readOnly} onClick={() => setOpened(true)}>
        {t('needsLogin.add')}
      </Button>
      <LoginDialog opened={opened} onClose={() => setOpened(false)} onScanAgain={onAdded} />
    </section>
  );
}
