import { lazy, Suspense } from 'react';
import { Loading } from '../parts/states.tsx';
import { usePlace } from '../route.ts';
import { FleetScreen } from './fleet/fleet-screen.tsx';

const PlanScreen = lazy(async () => ({ default: (await import('./plan/plan-screen.tsx')).PlanScreen }));

export function ScreenOf() {
  const { screen } = usePlace();
  switch (screen) {
    case 'plan':
      return (
        <Suspense fallback={<Loading />}>
          <PlanScreen />
        </Suspense>
      );
    default:
      return <FleetScreen />;
  }
}
