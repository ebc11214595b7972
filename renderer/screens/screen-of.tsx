import { lazy, Suspense } from 'react';
import { Loading } from '../parts/states.tsx';
import { usePlace } from '../route.ts';
import { ByCommand } from './by-command.tsx';
import { FleetScreen } from './fleet/fleet-screen.tsx';

// what is not seen first is not loaded first
const ChecklistsScreen = lazy(() => import('./checklists/checklists-screen.tsx'));
const PlanScreen = lazy(async () => ({ default: (await import('./plan/plan-screen.tsx')).PlanScreen }));
const ScanScreen = lazy(() => import('./scan/scan-screen.tsx'));
const SettingsScreen = lazy(() => import('./settings/settings-screen.tsx'));

export function ScreenOf() {
  return (
    <Suspense fallback={<Loading />}>
      <Shown />
    </Suspense>
  );
}

function Shown() {
  const { screen } = usePlace();
  switch (screen) {
    case 'plan':
      return <PlanScreen />;
    case 'scan':
      return <ScanScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'checklists':
      return <ChecklistsScreen />;
    case 'ledger':
      return <ByCommand />;
    default:
      return <FleetScreen />;
  }
}
