import { Button, Progress } from '@mantine/core';
import type { LookProgress } from '../../../contract/index.ts';
import { useInventory } from '../../feed/plugs.ts';
import { arrived, type Scan, stopScan } from '../../feed/scan.ts';
import { useScanTargets } from '../../feed/scan-targets.ts';
import { useFormats } from '../../parts/moments.ts';
import { useTranslation } from '../../words.ts';
import { ArrivingTable } from './arriving-table.tsx';
import { NetworksTable } from './networks-table.tsx';

/** A scan under way: each step with its numbers, and the plugs as they come. */
export function ScanRunning({ scan }: { scan: Scan }) {
  const { t } = useTranslation('scan');
  const { plugs } = useInventory();
  const found = scan.reading?.found ?? scan.asking?.found ?? 0;
  const { data: targets } = useScanTargets();
  const answered = new Map((scan.reading ?? scan.asking)?.answered.map(({ network, count }) => [network, count]));
  const networks = [...new Set([...scan.where.networks, ...answered.keys()])];
  return (
    <>
      <section aria-labelledby="looking">
        <h2 id="looking">{t('run.title')}</h2>
        <div className="stack">
          <Step step="asking" progress={scan.asking} isOver={scan.reading !== null} />
          <Step step="reading" progress={scan.reading} isOver={false} />
          <div className="row">
            <Button variant="default" onClick={stopScan}>
              {t('run.stop')}
            </Button>
            <span>{t('run.found', { count: found })}</span>
          </div>
        </div>
      </section>
      <NetworksTable
        rows={networks.map((network) => ({
          network,
          answered: answered.get(network) ?? 0,
          expected: targets?.networks.find((one) => one.network === network)?.expected ?? null,
          probed: null,
          silent: null,
        }))}
      />
      <ArrivingTable plugs={arrived(plugs, scan)} />
    </>
  );
}

function Step({
  step,
  progress,
  isOver,
}: {
  step: LookProgress['step'];
  progress: LookProgress | null;
  isOver: boolean;
}) {
  const { t } = useTranslation('scan');
  const formats = useFormats();
  const share = isOver ? 100 : progress === null || progress.total === 0 ? 0 : (100 * progress.done) / progress.total;
  const numbers =
    progress === null
      ? t('run.waiting')
      : t(`run.${step}Numbers`, { done: formats.number(progress.done), total: formats.number(progress.total) });
  return (
    <div className="step">
      <div className="row">
        <strong className="grow">{t(`run.${step}`)}</strong>
        <span>{numbers}</span>
      </div>
      <Progress.Root size="sm">
        <Progress.Section value={share} aria-label={t(`run.${step}`)} aria-valuetext={numbers} />
      </Progress.Root>
    </div>
  );
}
