/** A schema's own message is `text` or `text\nhint`. */
export const withHint = (text: string, hint: string): string => `${text}\n${hint}`;
