import { usePlace } from '../route.ts';
import { FleetScreen } from './fleet/fleet-screen.tsx';

export function ScreenOf() {
  const { screen } = usePlace();
  switch (screen) {
    default:
      return <FleetScreen />;
  }
}
