import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../feed/client.ts';
import { type LedgerFilter, toInput } from '../../feed/ledger.ts';
import { type ExportFormat, exportFormats } from '../../feed/plug-files.ts';
import { useFormats } from '../../parts/moments.ts';
import { saveFile } from '../../parts/save-file.ts';
import { tellFailure } from '../../parts/tell.ts';
import { useTranslation } from '../../words.ts';

/** What fits the filters as a file. */
export function ExportMenu({ filter, total }: { filter: LedgerFilter; total: number }) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  const [busy, setBusy] = useState(false);
  const save = async (format: ExportFormat): Promise<void> => {
    setBusy(true);
    try {
      const { file } = await client.ledger.export({ ...toInput(filter), format });
      saveFile(`ledger-${new Date().toISOString().slice(0, 10)}.${format}`, file);
    } catch (thrown) {
      tellFailure(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu shadow="md" position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" disabled={busy || total === 0}>
          {t(busy ? 'export.busy' : 'export.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('export.text', { count: total, number: formats.number(total) })}</Menu.Label>
        {exportFormats.map((format) => (
          <Menu.Item key={format} onClick={() => void save(format)}>
            {t('export.as', { format: format.toUpperCase() })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
