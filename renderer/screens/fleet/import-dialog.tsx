import { Button, Group, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAbout } from '../../feed/about.ts';
import { type Failure, failureOf } from '../../feed/failure.ts';
import { type Imported, importFile, linesOf } from '../../feed/plug-files.ts';
import { FailureWords } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';

/** A file of plugs: what is in it, then what came of it, line by line where a line was turned down. */
export function ImportDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useTranslation(['fleet', 'shell']);
  const { by } = useAbout();
  const { data: lines } = useQuery({
    queryKey: ['file', file.name, file.lastModified, file.size],
    queryFn: async () => linesOf(await file.text()),
  });
  const [isBusy, setBusy] = useState(false);
  const [imported, setImported] = useState<Imported | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
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
      size="lg"
      title={<span className="foreign">{t('files.importTitle', { file: file.name })}</span>}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      {imported === null ? (
        <>
          <p>{lines === undefined ? t('shell:loading') : t('files.lines', { count: lines })}</p>
          <p>{t('files.importText')}</p>
        </>
      ) : (
        <ImportedWords imported={imported} />
      )}
      {failure !== null && <FailureWords failure={failure} />}
      <Group justify="flex-end" mt="md">
        {imported === null ? (
          <>
            <Button variant="default" onClick={onClose}>
              {t('shell:cancel')}
            </Button>
            <Button loading={isBusy} disabled={lines === undefined} onClick={() => void take()} data-autofocus>
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

/** Rejected lines shown; a file that is wrong throughout is wrong for one reason. */
const mostLines = 200;

function ImportedWords({ imported }: { imported: Imported }) {
  const { t } = useTranslation('fleet');
  const { added, updated, rejected } = imported;
  return (
    <>
      <p role="status">
        {t('files.added', { count: added })} · {t('files.updated', { count: updated })} ·{' '}
        {t('files.rejected', { count: rejected.length })}
      </p>
      {rejected.length > 0 && (
        <div className="wide">
          <table className="rows">
            <thead>
              <tr>
                <th scope="col" className="number">
                  {t('files.line')}
                </th>
                <th scope="col">{t('files.why')}</th>
              </tr>
            </thead>
            <tbody>
              {rejected.slice(0, mostLines).map(({ line, why }) => (
                <tr key={`${line} ${why}`}>
                  <td className="number">{line}</td>
                  <td className="foreign">{why}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {rejected.length > mostLines && <p>{t('files.more', { count: rejected.length - mostLines })}</p>}
        </div>
      )}
    </>
  );
}
