import { Button, Group, Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { type Failure, failureOf } from '../../feed/failure.ts';
import { FailureWords, Loading, Told } from '../../parts/states.tsx';
import { useDrop } from '../../parts/use-drop.ts';
import { useTranslation } from '../../words.ts';

type Entered = Awaited<ReturnType<typeof client.cards.tickFile>>;

/** Lines shown of each list; a file that is wrong throughout is wrong for one reason. */
const mostLines = 200;

/** Results as a list in a file: chosen by a button, or dropped anywhere on the screen. */
export function TickFile({ run, by }: { run: string; by: string }) {
  const { t } = useTranslation('checklists');
  const { readOnly } = useAbout();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const isOver = useDrop(readOnly ? null : setFile);
  return (
    <>
      <Button variant="default" disabled={readOnly || by.trim() === ''} onClick={() => picker.current?.click()}>
        {t('results.list')}
      </Button>
      <input
        ref={picker}
        type="file"
        accept=".csv,.tsv,.txt,.xlsx,text/csv"
        aria-label={t('results.list')}
        hidden
        onChange={(event) => {
          setFile(event.currentTarget.files?.[0] ?? null);
          // the same file may be chosen again after it was put right
          event.currentTarget.value = '';
        }}
      />
      {isOver && (
        <div className="drop" role="status">
          {t('results.drop')}
        </div>
      )}
      {file !== null && (
        <FileDialog key={`${file.name} ${file.lastModified}`} {...{ run, by, file }} onClose={() => setFile(null)} />
      )}
    </>
  );
}

function FileDialog({ run, by, file, onClose }: { run: string; by: string; file: File; onClose: () => void }) {
  const { t } = useTranslation(['checklists', 'shell']);
  const queries = useQueryClient();
  const { data: preview, error } = useQuery({
    queryKey: ['tick-file', run, file.name, file.lastModified, file.size],
    queryFn: () => client.cards.tickFile({ run, file, by, dryRun: true }),
    gcTime: 0,
  });
  const [busy, setBusy] = useState(false);
  const [entered, setEntered] = useState<Entered | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isNothing = preview?.rows.every(({ what }) => what === 'already') ?? true;
  const enter = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      setEntered(await client.cards.tickFile({ run, file, by }));
      await queries.invalidateQueries({ queryKey: ['cards', run] });
      void queries.invalidateQueries({ queryKey: ['runs'] });
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
      title={<span className="foreign">{t('file.title', { file: file.name })}</span>}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      {entered !== null ? (
        <EnteredWords entered={entered} isDone />
      ) : error !== null ? (
        <FailureWords failure={failureOf(error)} />
      ) : preview === undefined ? (
        <Loading />
      ) : (
        <>
          <p>{isNothing ? t('file.nothing') : t('file.text')}</p>
          <EnteredWords entered={preview} isDone={false} />
        </>
      )}
      {failure !== null && <FailureWords failure={failure} />}
      <Group justify="flex-end" mt="md">
        {entered === null ? (
          <>
            <Button variant="default" onClick={onClose}>
              {t('shell:cancel')}
            </Button>
            <Button loading={busy} disabled={isNothing} onClick={() => void enter()}>
              {t('file.yes')}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{t('shell:done')}</Button>
        )}
      </Group>
    </Modal>
  );
}

/** What a list enters or entered: the numbers, the lines turned down, and the cards row by row. */
function EnteredWords({ entered: { rows, rejected, blank }, isDone }: { entered: Entered; isDone: boolean }) {
  const { t } = useTranslation(['checklists', 'plan']);
  const already = rows.filter(({ what }) => what === 'already').length;
  const fresh = rows.filter(({ what }) => what === 'entered');
  const counts = [
    t(isDone ? 'file.entered' : 'file.willEnter', { count: fresh.length }),
    t('file.already', { count: already }),
    t('file.blank', { count: blank }),
    t('file.rejected', { count: rejected.length }),
  ];
  const more = (all: number) => all > mostLines && <p className="dim">{t('file.more', { count: all - mostLines })}</p>;
  return (
    <>
      <p role="status">
        <strong>{counts.join(' · ')}</strong>
      </p>
      {rejected.length > 0 && (
        <div className="wide">
          <h3 className="list-title">{t('file.rejectedTitle')}</h3>
          <table className="rows" aria-label={t('file.rejectedTitle')}>
            <thead>
              <tr>
                <th scope="col" className="number">
                  {t('file.line')}
                </th>
                <th scope="col">{t('file.why')}</th>
              </tr>
            </thead>
            <tbody>
              {rejected.slice(0, mostLines).map(({ line, why }) => (
                <tr key={`${line} ${why}`}>
                  <td className="number">{line}</td>
                  <td>
                    <Told>{why}</Told>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {more(rejected.length)}
        </div>
      )}
      {fresh.length > 0 && (
        <div className="wide">
          <h3 className="list-title">{t('file.rowsTitle')}</h3>
          <table className="rows" aria-label={t('file.rowsTitle')}>
            <thead>
              <tr>
                <th scope="col" className="number">
                  {t('file.line')}
                </th>
                <th scope="col">{t('columns.mac')}</th>
                <th scope="col">{t('file.change')}</th>
                <th scope="col">{t('file.note')}</th>
              </tr>
            </thead>
            <tbody>
              {fresh.slice(0, mostLines).map(({ line, mac, before, after, note }) => (
                <tr key={line}>
                  <td className="number">{line}</td>
                  <td>{mac}</td>
                  <td>
                    {t(`plan:at.${before}`)} → {t(`plan:at.${after}`)}
                  </td>
                  <td>{note !== null && <Told>{note}</Told>}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {more(fresh.length)}
        </div>
      )}
    </>
  );
}
