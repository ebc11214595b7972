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

/** For what erases; white on shades 5 and 7 passes 4.5 : 1. */
const red: MantineColorsTuple = [
  '#fdefee',
  '#f9d9d7',
  '#f2b3af',
  '#ea8c86',
  '#de6a64',
  '#c93a34',
  '#bf302a',
  '#b3261e',
  '#8f1d17',
  '#6b1511',
];

export const theme = createTheme({
  colors: { blue, red },
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
