import { Button, Menu } from '@mantine/core';
import { useRef, useState } from 'react';
import { useAbout } from '../../feed/about.ts';
import { type ExportFormat, exportFile, exportFormats } from '../../feed/plug-files.ts';
import { saveFile } from '../../parts/save-file.ts';
import { tellFailure } from '../../parts/tell.ts';
import { useDrop } from '../../parts/use-drop.ts';
import { useTranslation } from '../../words.ts';
import { ImportDialog } from './import-dialog.tsx';

/** Files of plugs in and out: by menu, or dropped anywhere on the screen. */
export function FilesMenu() {
  const { t } = useTranslation('fleet');
  const { readOnly } = useAbout();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const isOver = useDrop(readOnly ? null : setFile);
  const save = async (format: ExportFormat): Promise<void> => {
    try {
      const day = new Date().toISOString().slice(0, 10);
      saveFile(`plugs-${day}.${format}`, await exportFile(format));
    } catch (thrown) {
      tellFailure(thrown);
    }
  };
  return (
    <>
      <Menu shadow="md" position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default" title={t('dropCsv')}>
            {t('files.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={readOnly} onClick={() => picker.current?.click()}>
            {t('files.import')}
          </Menu.Item>
          {exportFormats.map((format) => (
            <Menu.Item key={format} onClick={() => void save(format)}>
              {t('files.export', { format: format.toUpperCase() })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <input
        ref={picker}
        type="file"
        accept=".csv,.tsv,.txt,.xlsx,text/csv"
        aria-label={t('files.import')}
        hidden
        onChange={(event) => {
          setFile(event.currentTarget.files?.[0] ?? null);
          // the same file may be chosen again after it was put right
          event.currentTarget.value = '';
        }}
      />
      {isOver && (
        <div className="drop" role="status">
          {t('files.drop')}
        </div>
      )}
      {file !== null && (
        <ImportDialog key={`${file.name} ${file.lastModified}`} file={file} onClose={() => setFile(null)} />
      )}
    </>
  );
}
