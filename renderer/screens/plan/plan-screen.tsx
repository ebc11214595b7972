import { useEffect } from 'react';
import { usePlace } from '../../route.ts';
import { Begin } from './begin.tsx';
import { cancelMaking, useMaking } from './making.ts';
import { MakingProgress } from './making-progress.tsx';
import { PlanOf } from './plan-view.tsx';
import { RunOf } from './run-view.tsx';
import './plan.css';

/** Planning and running: `#/plan`, `#/plan/P-…`, `#/plan/run/R-…`. */
export function PlanScreen() {
  const { rest } = usePlace();
  const making = useMaking();
  // whoever leaves does not wait for a plan any more
  useEffect(() => cancelMaking, []);
  if (making !== null) return <MakingProgress making={making} />;
  const [first, second] = rest;
  if (first === 'run' && second !== undefined) return <RunOf key={second} id={second} />;
  if (first !== undefined && first !== 'run') return <PlanOf key={first} id={first} />;
  return <Begin />;
}
