import './ui/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { startPage } from './app/start';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const props = startPage(window);
createRoot(root).render(
  <StrictMode>
    <App {...props} />
  </StrictMode>,
);
