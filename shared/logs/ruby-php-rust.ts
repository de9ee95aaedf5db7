/** What a line of a trace says was thrown. */
export interface Thrown {
  readonly type: string;
  readonly message: string;
  /** The innermost frame, where the line names it, else empty. */
  readonly frame: string;
  /** The file it was thrown in, for want of a frame. */
  readonly place: string;
  /** The exception above it in the text is its cause, not the other way round. */
  readonly isCausedByLast: boolean;
  /** What it said stands in the next line. */
  readonly awaitsMessage: boolean;
}

const UNKNOWN = { frame: '', place: '', isCausedByLast: false, awaitsMessage: false } as const;

/** Ruby: `app/order.rb:12:in 'save': no stock (OutOfStock)`. */
const RUBY_THROWN = /^[^\s:]{1,300}:\d{1,9}:in [`'"]([^'`"]{1,200})['"]: (.*) \(([A-Z][\w:]{0,200})\)$/;
const RUBY_FRAME = /^(?:from )?[^\s:]{1,300}:\d{1,9}:in [`'"](.{1,200})['"]$/;
/** Rails: `NoMethodError (undefined method 'id' for nil):`, alone or behind a header. */
const RAILS_THROWN =
  /(?:^|[\s:\]])((?:[A-Z]\w{0,100}::){0,9}[A-Z]\w{0,100}(?:Error|Exception|NotFound|Invalid)) \((.*)\):\s*$/;
/** Ruby's logger: `no stock (OutOfStock)`. */
const RUBY_LOGGED = /^(.*\S) \(((?:[A-Z]\w{0,100}::){0,9}[A-Z]\w{0,100})\)$/;
/** PHP: `PHP Fatal error:  Uncaught App\Broken: text in /srv/a.php:12`, and `Next App\Failed: …` for what came of it. */
const PHP_THROWN =
  /(?:^|\s)(Uncaught|Next) (\w{1,100}(?:\\\w{1,100}){0,9}): (.*?)(?: in (\S{1,300}):\d{1,9})?$/;
/** Monolog and Laravel: `{"exception":"[object] (App\\Broken(code: 0): text at /srv/a.php:12)`. */
const MONOLOG_THROWN =
  /\[object\] \((\w{1,100}(?:\\{1,2}\w{1,100}){0,9})\(code: -?\w{1,20}\): (.*?) at (\/\S{1,300}):\d{1,9}\)/;
const PHP_FRAME = /^#\d{1,4} (?:\S{1,300}\(\d{1,9}\)|\[internal function\]): ([^\s(]{1,200})\(/;
/** Rust: the place, with the text in the next line or, before 1.73, in front of it. */
const RUST_THROWN =
  /(?:^|\s)thread '[^']{0,100}'(?: \(\d+\))? panicked at (?:'(.*)', )?([^\s:]{1,300}):\d{1,9}:\d{1,9}:?$/;
/** A frame alone in its line, as Rust numbers them. */
const RUST_FRAME = /^\d{1,4}: (?:0x[0-9a-f]{1,16} - )?([\w<][\w<>:{}$#]{0,300}::[\w<>:{}$#]{1,300})$/;
/** Frames of Rust's own machinery stand above those of the program. */
const RUST_MACHINERY = /^<?(?:std|core|alloc)::|^_{0,2}rust_/;

/** What a line says was thrown, where Ruby, PHP or Rust wrote it; null for other lines. */
export function thrownIn(line: string): Thrown | null {
  const rust = RUST_THROWN.exec(line);
  if (rust !== null) {
    const [, message = '', place = ''] = rust;
    return { ...UNKNOWN, type: 'panic', message, place, awaitsMessage: line.endsWith(':') };
  }
  const ruby = RUBY_THROWN.exec(line);
  if (ruby !== null) {
    const [, frame = '', message = '', type = ''] = ruby;
    return { ...UNKNOWN, type, message, frame };
  }
  return thrownByRails(line) ?? thrownByPhp(line);
}

function thrownByRails(line: string): Thrown | null {
  const found = RAILS_THROWN.exec(line);
  if (found === null) return null;
  const [, type = '', message = ''] = found;
  return { ...UNKNOWN, type, message };
}

function thrownByPhp(line: string): Thrown | null {
  const found = PHP_THROWN.exec(line);
  if (found !== null) {
    const [, word, type = '', message = '', place = ''] = found;
    return { ...UNKNOWN, type, message, place, isCausedByLast: word === 'Next' };
  }
  const logged = MONOLOG_THROWN.exec(line);
  if (logged === null) return null;
  const [, type = '', message = '', place = ''] = logged;
  return { ...UNKNOWN, type: type.replaceAll('\\\\', '\\'), message, place };
}

/** What the first line of a record says was thrown, once a trace of Ruby's follows it. */
export function loggedHead(line: string): Thrown | null {
  const found = RUBY_LOGGED.exec(line);
  if (found === null) return null;
  const [, message = '', type = ''] = found;
  return { ...UNKNOWN, type, message };
}

/** The function in a frame of Ruby, PHP or Rust; null for other lines. */
export function frameOf(line: string): string | null {
  const frame = (RUBY_FRAME.exec(line) ?? PHP_FRAME.exec(line))?.[1];
  if (frame !== undefined) return frame;
  const rust = RUST_FRAME.exec(line)?.[1];
  return rust === undefined || RUST_MACHINERY.test(rust) ? null : rust;
}
