/** Words of the panels rules, steps, packet and stepper. */
export const panels = {} as const;
