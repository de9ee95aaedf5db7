const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Text that does nothing but be read. GitLab carries out lines that start with a command (`/close`, `/merge`, `/assign …`) when
 * a token posts them, and `@all` writes to everybody; a text of ours may quote what somebody else wrote, so both get an
 * invisible space. Also within code blocks: whether GitLab sees one there is not for the text to decide.
 */
export function inertText(text: string): string {
  return text
    .replace(/^([\s>]*)\/(?=[a-z_])/gim, `$1${ZERO_WIDTH_SPACE}/`)
    .replace(/@(?=all\b)/gi, `@${ZERO_WIDTH_SPACE}`);
}
