import { Button, Group, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportResult } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { type Failure, failureOf } from '../../feed/failure.ts';
import { importFile, previewImport } from '../../feed/plug-files.ts';
import { FailureWords, Loading } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';
import { ImportWords } from './import-words.tsx';

/** A file of plugs: what it would do, then, if a person says so, what it did. */
export function ImportDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useTranslation(['fleet', 'shell']);
  const { by } = useAbout();
  const { data: preview, error } = useQuery({
    queryKey: ['import', file.name, file.lastModified, file.size],
    queryFn: () => previewImport(file, by),
    gcTime: 0,
  });
  const [isBusy, setBusy] = useState(false);
  const [imported, setImported] = useState<ImportResult | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isNothing = preview !== undefined && preview.added + preview.updated - preview.unchanged === 0;
  const take = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      setImported(await importFile(file, by));
    } catch (thrown) {
      setFailure(failureOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={<span className="foreign">{t('files.importTitle', { file: file.name })}</span>}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      {imported !== null ? (
        <ImportWords result={imported} isDone />
      ) : error !== null ? (
        <FailureWords failure={failureOf(error)} />
      ) : preview === undefined ? (
        <Loading />
      ) : (
        <>
          <p>{isNothing ? t('files.nothingNew') : t('files.importText')}</p>
          <ImportWords result={preview} isDone={false} />
        </>
      )}
      {failure !== null && <FailureWords failure={failure} />}
      <Group justify="flex-end" mt="md">
        {imported === null ? (
          <>
            <Button variant="default" onClick={onClose}>
              {t('shell:cancel')}
            </Button>
            <Button loading={isBusy} disabled={preview === undefined || isNothing} onClick={() => void take()}>
              {t('files.importYes')}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{t('shell:done')}</Button>
        )}
      </Group>
    </Modal>
  );
}
