import { SegmentedControl, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import type { ScanMode } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { type Failure, failureOf } from '../../feed/failure.ts';
import { BadIcon, GoodIcon, WarnIcon } from '../../parts/icons.tsx';
import { FailureWords, Told } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';
import { nameOf } from '../plan/names.ts';

type Scanned = Awaited<ReturnType<typeof client.cards.tickScanned>>;
type Heard = { id: number; scanned: Scanned };

const modes: readonly ScanMode[] = ['done', 'not-found', 'dead', 'undo'];
/** More than anybody looks back. */
const mostHeard = 100;

/** Results by a scanner that types what it reads: each line is entered as it comes. */
export function Scanner({ run }: { run: string }) {
  const { t } = useTranslation('checklists');
  const queries = useQueryClient();
  const about = useAbout();
  const [who, setWho] = useState<string | null>(null);
  const [mode, setMode] = useState<ScanMode>('done');
  const [line, setLine] = useState('');
  const [heard, setHeard] = useState<readonly Heard[]>([]);
  const [tally, setTally] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  const by = who ?? about.by;
  // scanners are faster than answers: each line waits for the one before, and takes the mode that one left
  const queue = useRef<Promise<void>>(Promise.resolve());
  const modeNow = useRef(mode);
  const count = useRef(0);

  const choose = (next: ScanMode): void => {
    modeNow.current = next;
    setMode(next);
  };
  const enter = async (text: string): Promise<void> => {
    try {
      const scanned = await client.cards.tickScanned({ run, line: text, mode: modeNow.current, by });
      if (scanned.is === 'mode') choose(scanned.mode);
      if (scanned.is === 'tick' && scanned.what === 'entered') setTally((before) => before + 1);
      count.current += 1;
      const id = count.current;
      setHeard((before) => [{ id, scanned }, ...before].slice(0, mostHeard));
      setFailure(null);
      if (scanned.is === 'tick') void queries.invalidateQueries({ queryKey: ['cards', run] });
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  const take = (): void => {
    const text = line.trim();
    setLine('');
    if (text === '' || by.trim() === '') return;
    queue.current = queue.current.then(() => enter(text));
  };
  const [newest] = heard;
  return (
    <div className="page scanner">
      <p className="dim">{t('scan.text')}</p>
      <div className="scan-form">
        <TextInput
          label={t('results.by')}
          value={by}
          onChange={(event) => setWho(event.currentTarget.value)}
          error={by.trim() === '' ? t('results.byMissing') : null}
          errorProps={{ role: 'alert' }}
          maxLength={200}
          disabled={about.readOnly}
        />
        <SegmentedControl
          aria-label={t('scan.mode')}
          value={mode}
          onChange={(value) => choose(value as ScanMode)}
          data={modes.map((value) => ({ value, label: t(`scan.modes.${value}`) }))}
          disabled={about.readOnly}
        />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            take();
          }}
        >
          <TextInput
            size="md"
            label={t('scan.field')}
            value={line}
            onChange={(event) => setLine(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            maxLength={1000}
            autoFocus
            disabled={about.readOnly}
          />
        </form>
      </div>
      {failure !== null && <FailureWords failure={failure} />}
      <div className={`scan-answer ${newest === undefined ? '' : toneOf(newest.scanned)}`} role="status">
        {newest === undefined ? <span className="dim">{t('scan.none')}</span> : <ScannedWords {...newest} />}
      </div>
      <section aria-labelledby="scanned">
        <h2 id="scanned">{t('scan.list')}</h2>
        <p className="dim">{t('scan.tally', { count: tally })}</p>
        <ol className="scanned" aria-labelledby="scanned">
          {heard.map((one) => (
            <li key={one.id}>
              <ScannedWords {...one} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

const toneOf = (scanned: Scanned): string =>
  scanned.is === 'rejected'
    ? 'tone-bad'
    : scanned.is === 'tick' && scanned.item.conflict === true
      ? 'tone-warn'
      : 'tone-good';

function ScannedWords({ scanned }: Heard) {
  const { t } = useTranslation(['checklists', 'plan']);
  const tone = toneOf(scanned);
  const Icon = tone === 'tone-bad' ? BadIcon : tone === 'tone-warn' ? WarnIcon : GoodIcon;
  const words = ((): ReactNode => {
    if (scanned.is === 'mode') return t('scan.modeNow', { mode: t(`scan.modes.${scanned.mode}`) });
    if (scanned.is === 'rejected')
      return (
        <>
          {t('scan.rejected')} <Told>{scanned.why}</Told>
        </>
      );
    const told = { name: nameOf(scanned.item.plug), state: t(`plan:at.${scanned.item.at}`) };
    if (scanned.what === 'already') return t('scan.already', told);
    return t(scanned.item.conflict === true ? 'scan.conflict' : 'scan.entered', told);
  })();
  return (
    <span className={`badge failure ${tone}`}>
      <Icon />
      <span className="foreign">{words}</span>
    </span>
  );
}
