const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Text that does nothing but be read. `@<id>` writes to a person or group, and `#12` or `!12` links a work item or pull request;
 * a text of ours may quote what somebody else wrote. A heading's `#` is followed by a blank and stays.
 */
export function inertText(text: string): string {
  return text.replace(/([@#!])(?=<|\d)/g, `$1${ZERO_WIDTH_SPACE}`);
}
