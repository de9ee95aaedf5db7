import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A stream whose text arrives in `output` as the inside of one JSON string, however long it is; it waits as `output` does. */
export function jsonStringInto(output: Writable): Writable {
  const decoder = new StringDecoder('utf8');
  // Half of a surrogate pair is written as an escape, and two escapes in a row are the pair again.
  const inside = (text: string): string => JSON.stringify(text).slice(1, -1);
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      output.write(inside(typeof chunk === 'string' ? chunk : decoder.write(chunk)), done);
    },
    final(done) {
      output.write(inside(decoder.end()), done);
    },
  });
}
