import { lazy, Suspense } from 'react';
import { Loading } from '../parts/states.tsx';
import { type Screen, usePlace } from '../route.ts';
import { FleetScreen } from './fleet/fleet-screen.tsx';

// what is not seen first is not loaded first
const ChecklistsScreen = lazy(() => import('./checklists/checklists-screen.tsx'));
const LedgerScreen = lazy(() => import('./ledger/ledger-screen.tsx'));
const PlanScreen = lazy(async () => ({ default: (await import('./plan/plan-screen.tsx')).PlanScreen }));
const ScanScreen = lazy(() => import('./scan/scan-screen.tsx'));
const SettingsScreen = lazy(() => import('./settings/settings-screen.tsx'));

export function ScreenOf() {
  const { screen } = usePlace();
  // by its key: a screen that is left must not stay, hidden, and take the address of the one that is still loaded for its own
  return (
    <Suspense key={screen} fallback={<Loading />}>
      <Shown screen={screen} />
    </Suspense>
  );
}

function Shown({ screen }: { screen: Screen }) {
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
      return <LedgerScreen />;
    default:
      return <FleetScreen />;
  }
}
