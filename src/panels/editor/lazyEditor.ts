/** The editor is most of the page's weight: it comes when it is wanted, and once. */
export const loadEditor = () => import('./codemirror');
