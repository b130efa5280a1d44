/** A text of these lines. */
export const lines = (...text: string[]) => `${text.join('\n')}\n`;
