import type { AttachProblem } from '../../contract/index.ts';
import { useTranslation } from '../words.ts';
import { BadIcon } from './icons.tsx';

/** Why another computer cannot be attached to, and the next step. */
export function AttachProblemWords({ problem }: { problem: AttachProblem }) {
  const { t } = useTranslation('attach');
  // the other problems name no versions
  const { theirs, ours } = problem.is === 'other-version' ? problem : { theirs: '', ours: '' };
  return (
    <div role="alert" className="badge tone-bad failure">
      <BadIcon />
      <div>
        <strong>{t(`problems.${problem.is}.title`, { theirs, ours })}</strong>
        <div>{t(`problems.${problem.is}.next`, { theirs, ours })}</div>
      </div>
    </div>
  );
}
