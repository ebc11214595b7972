import { usePlace } from '../route.ts';
import { ByCommand } from './by-command.tsx';
import { FleetScreen } from './fleet/fleet-screen.tsx';

export function ScreenOf() {
  const { screen } = usePlace();
  return screen === 'fleet' ? <FleetScreen /> : <ByCommand screen={screen} />;
}
