import { useScan } from '../../feed/scan.ts';
import { useTranslation } from '../../words.ts';
import { ScanEnd } from './scan-end.tsx';
import { ScanRunning } from './scan-running.tsx';
import { WhereForm } from './where-form.tsx';

/** Looking for plugs: where, how it goes on, what came of it. */
export default function ScanScreen() {
  const { t } = useTranslation('scan');
  const scan = useScan();
  return (
    <>
      <div className="bar">
        <h1>{t('title')}</h1>
      </div>
      <div className="page">
        {scan === null ? <WhereForm /> : scan.at === 'running' ? <ScanRunning scan={scan} /> : <ScanEnd scan={scan} />}
      </div>
    </>
  );
}
