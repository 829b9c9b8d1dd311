import './ui/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { beforeStart, startPage } from './app/start';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

function start(page: HTMLElement): void {
  const props = startPage(window);
  createRoot(page).render(
    <StrictMode>
      <App {...props} />
    </StrictMode>,
  );
}

const waits = beforeStart(window);
if (waits) waits.then(() => start(root));
else start(root);
