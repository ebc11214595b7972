import { usePlace } from '../../route.ts';
import { Begin } from './begin.tsx';
import './checklists.css';
import { Labels } from './labels.tsx';
import { NewChecklist } from './new-checklist.tsx';
import { RunCardsOf } from './run-cards.tsx';

/** Cards and labels: `#/checklists`, `…/new`, `…/labels`, `…/R-…`, `…/R-…/paper`, `…/R-…/scan`. */
export default function ChecklistsScreen() {
  const { rest } = usePlace();
  const [first, part] = rest;
  if (first === undefined) return <Begin />;
  if (first === 'new') return <NewChecklist />;
  if (first === 'labels') return <Labels />;
  return <RunCardsOf key={first} id={first} part={part === 'paper' || part === 'scan' ? part : 'results'} />;
}
