import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { type Verdict, VerdictWords } from '../../parts/ledger-verdict.tsx';
import { fromBase64, saveFile } from '../../parts/save-file.ts';
import { tellFailure } from '../../parts/tell.ts';
import { useTranslation } from '../../words.ts';

/** Where the fleet is kept, whether its ledger is sound, and a copy of it. */
export function DatabaseSection() {
  const { t } = useTranslation('settings');
  const { database, practice } = useAbout();
  const [busy, setBusy] = useState<'verify' | 'backup' | null>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const during = async (what: 'verify' | 'backup', work: () => Promise<void>): Promise<void> => {
    setBusy(what);
    try {
      await work();
    } catch (thrown) {
      tellFailure(thrown);
    } finally {
      setBusy(null);
    }
  };
  const verify = () => during('verify', async () => setVerdict(await client.ledger.verify()));
  const backup = () =>
    during('backup', async () => {
      const { name, type, base64 } = await client.database.backup();
      saveFile(name, fromBase64(base64, type), t('database.downloaded', { name }));
    });
  return (
    <>
      <section aria-labelledby="database">
        <h2 id="database">{t('database.title')}</h2>
        <p>
          {t('database.where')} <code className="foreign">{database}</code>
        </p>
        {practice && <p>{t('database.practice')}</p>}
      </section>
      <section aria-labelledby="ledger" className="stack">
        <div>
          <h2 id="ledger">{t('database.ledger')}</h2>
          <p className="dim">{t('database.ledgerText')}</p>
        </div>
        <Button variant="default" loading={busy === 'verify'} disabled={busy !== null} onClick={() => void verify()}>
          {t('database.verify')}
        </Button>
        <div role="status">{verdict !== null && busy === null && <VerdictWords verdict={verdict} />}</div>
      </section>
      <section aria-labelledby="backup" className="stack">
        <div>
          <h2 id="backup">{t('database.backup')}</h2>
          <p>{t('database.backupText')}</p>
          <p>{t('database.backupLacks')}</p>
        </div>
        <Button variant="default" loading={busy === 'backup'} disabled={busy !== null} onClick={() => void backup()}>
          {t('database.download')}
        </Button>
      </section>
    </>
  );
}
