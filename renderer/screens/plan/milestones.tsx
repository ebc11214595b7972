import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Run } from '../../../contract/index.ts';
import { isUnderWay } from '../../feed/run.ts';
import { useTranslation } from '../../words.ts';
import { useCountWords } from './count-words.ts';

const everyMs = 60_000;

/** Tells those who listen how far a run has come: every tenth of it, else every minute, and its end. */
export function Milestones({ run }: { run: Run }) {
  const { t } = useTranslation('plan');
  const countWords = useCountWords();
  const [words, setWords] = useState('');
  const said = useRef({ tenth: -1, atMs: 0, state: run.state });
  useEffect(() => {
    const last = said.current;
    const network = run.items.filter(({ way }) => way === 'network');
    const done = network.filter((item) => !isUnderWay(item)).length;
    const tenth = network.length === 0 ? 10 : Math.floor((done / network.length) * 10);
    const nowMs = performance.now();
    if (run.state !== 'running') {
      // whoever comes to look at a run that ended long ago reads it
      if (last.state === 'running')
        setWords(t(run.state === 'ended' ? 'milestone.ended' : 'milestone.paused', { counts: countWords(run.counts) }));
      said.current = { tenth: -1, atMs: nowMs, state: run.state };
      return;
    }
    const isFirst = last.tenth === -1;
    const isNews = !isFirst && (tenth > last.tenth || (done > 0 && nowMs - last.atMs >= everyMs));
    if (isNews) setWords(t('milestone.some', { done, total: network.length, counts: countWords(run.counts) }));
    if (isFirst || isNews) said.current = { tenth, atMs: nowMs, state: run.state };
  }, [run, t, countWords]);
  return (
    <VisuallyHidden role="status" className="milestones">
      {words}
    </VisuallyHidden>
  );
}
