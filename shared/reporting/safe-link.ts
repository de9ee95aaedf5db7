import { type Masked } from '../contracts/masked.ts';
import { maskedName } from '../contracts/masked-text.ts';

/** An address that is cut leads elsewhere, so longer ones are not linked. */
const LONGEST_ADDRESS = 1_000;

/**
 * An address that may be put into a link: http or https, without a name or password, encoded so that it can end
 * neither a Markdown link nor an attribute. Null for everything else (`javascript:`, `data:`, broken addresses).
 */
export function safeLink(address: string | null | undefined): Masked | null {
  if (address === null || address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username !== '' || url.password !== '') return null;
  const encoded = url.href.replace(/[<>"'()[\]\\`|]/g, percentEncoded);
  return encoded.length > LONGEST_ADDRESS ? null : maskedName(encoded);
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
