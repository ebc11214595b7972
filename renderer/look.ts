import { createTheme, localStorageColorSchemeManager, type MantineColorsTuple } from '@mantine/core';

/** A calm blue; shade 7 on white and 4 on dark both pass 4.5 : 1 as text. */
const blue: MantineColorsTuple = [
  '#eef5fc',
  '#d9e8f6',
  '#b3d0ec',
  '#86b4e0',
  '#6aa3d9',
  '#4a8ccb',
  '#2f74b5',
  '#1c5d99',
  '#164b7c',
  '#103a61',
];

export const theme = createTheme({
  colors: { blue },
  primaryColor: 'blue',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, "DejaVu Sans Mono", monospace',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

export const colorScheme = localStorageColorSchemeManager({ key: 'plugfleet.scheme' });
