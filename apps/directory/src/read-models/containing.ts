/** An `ilike` pattern for text that contains these characters, whatever they are. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
