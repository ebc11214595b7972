import { askedAhead } from './feed/ahead.ts';
import '@fontsource-variable/inter/index.css';
import './mantine.css';
import '@mantine/notifications/styles.css';
import 'react-data-grid/lib/styles.css';
import './look.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyContrast, keptContrast } from './parts/contrast.ts';
import { spoken } from './words.ts';

applyContrast(keptContrast());
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
void Promise.all([spoken, askedAhead]).then(() => createRoot(root).render(<App />));
