const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Text that does nothing but be read: `@name` would write to that person or team, and a text of ours may quote what somebody else wrote.
 * Addresses (`a@b`) mention nobody and stay.
 */
export function inertText(text: string): string {
  return text.replace(/(?<![\w/.+-])@(?=[a-z0-9])/gi, `@${ZERO_WIDTH_SPACE}`);
}
