/** English text of this area. Keys are stable; values are i18next templates ({{param}}). */
export const origin = {} as const;
