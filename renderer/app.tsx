import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { queries } from './feed/queries.ts';
import { colorScheme, theme } from './look.ts';
import { Unbroken } from './parts/broken.tsx';
import { Shell } from './parts/shell.tsx';
import { ScreenOf } from './screens/screen-of.tsx';

export const App = () => (
  <MantineProvider theme={theme} colorSchemeManager={colorScheme} defaultColorScheme="auto">
    <QueryClientProvider client={queries}>
      <Notifications position="bottom-left" limit={3} />
      <Unbroken>
        <Shell>
          <ScreenOf />
        </Shell>
      </Unbroken>
    </QueryClientProvider>
  </MantineProvider>
);
