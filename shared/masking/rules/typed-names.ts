import { flagsOf } from '../characters.ts';

const EQUALS = 0x3d;
/** As many signs as the expression looks ahead. */
const REACH = 97;
const ENDS_LOOK = flagsOf(/["`\n\r;{}=]/);
/** A type without a digit (that may be a password) behind a colon, with a string given behind it: `: &'static str = "`, `: SecretStr | None = '`, `: [u8; 16] = *b"`. */
export const TYPED =
  /(?=:[^"`\n\r;{}=]{0,95}=):[ \t]?(?:&(?:'[a-z_]{1,20} )?(?:mut )?|\*(?:const|mut) )?(?:\[\w{1,20}(?:; ?\d{1,6})?\]|[a-z_]{1,60})(?:(?:\.|::)[A-Za-z_]\w{0,60}){0,6}(?:<[^"'`=\n(){};]{0,60}>|\[[^"'`=\n(){};]{0,60}\])?[?!]?(?: \| [A-Za-z_][\w.]{0,40}(?:\[\w{1,20}\])?){0,3}[ \t]{0,2}(?==[ \t]{0,3}[a-z@$*]{0,3}#{0,2}["'`]|=[ \t]{0,3}(?:[A-Za-z_]\w{0,40}(?:\.|::)){0,3}[A-Za-z_]\w{0,40}\(["'`])/iy;

/** Where the sign stands that gives a value to a name with a type, whose colon is at `start`; `start` where no type stands there. */
export function typedEnd(text: string, bytes: Uint8Array, start: number): number {
  const limit = Math.min(bytes.length, start + REACH);
  let index = start + 1;
  while (index < limit && !ENDS_LOOK[bytes[index]!]!) index++;
  if (bytes[index] !== EQUALS) return start;
  TYPED.lastIndex = start;
  return TYPED.test(text) ? TYPED.lastIndex : start;
}
