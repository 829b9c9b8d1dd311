import type { AppStore } from '../../state/store';

const dark = () => window.matchMedia('(prefers-color-scheme: dark)');

/** The theme that is shown for a choice. */
export const shownTheme = (choice: 'light' | 'dark' | 'system'): 'light' | 'dark' =>
  choice === 'system' ? (dark().matches ? 'dark' : 'light') : choice;

/** Puts the theme on the root element, now and whenever the choice or the system changes. */
export function keepTheme(store: AppStore): void {
  const apply = () => {
    const theme = shownTheme(store.getState().theme);
    if (document.documentElement.dataset.theme !== theme) document.documentElement.dataset.theme = theme;
  };
  apply();
  store.subscribe(apply);
  dark().addEventListener('change', apply);
}
