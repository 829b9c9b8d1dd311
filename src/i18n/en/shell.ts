/** English text of this area. Keys are stable; values are i18next templates ({{param}}). */
export const shell = {} as const;
