import { cString, frame, type Frame } from './frames.ts';

/**
 * All connections share one backend, whose prepared statements have one name space: every named statement gets the
 * connection's prefix on its way in, so that two connections may prepare the same name.
 */
export function createStatementNames(connectionId: number): {
  rename(message: Frame): Buffer;
  /** Messages that drop all statements of this connection; the last one is Sync. Empty when there are none. */
  closeAll(): Buffer[];
} {
  const prefix = `c${connectionId}_`;
  const open = new Set<string>();

  function renamed(name: string): string {
    return name === '' ? '' : prefix + name;
  }

  return {
    rename({ type, bytes }) {
      const body = bytes.subarray(5);
      if (type === 'P') {
        const { text, rest } = takeString(body);
        if (text !== '') open.add(text);
        return text === '' ? bytes : frame('P', cString(renamed(text)), rest);
      }
      if (type === 'B') {
        const portal = takeString(body);
        const statement = takeString(portal.rest);
        if (statement.text === '') return bytes;
        return frame('B', cString(portal.text), cString(renamed(statement.text)), statement.rest);
      }
      if ((type === 'D' || type === 'C') && body[0] === 'S'.charCodeAt(0)) {
        const { text } = takeString(body.subarray(1));
        if (type === 'C') open.delete(text);
        return frame(type, Buffer.from('S'), cString(renamed(text)));
      }
      return bytes;
    },
    closeAll() {
      if (open.size === 0) return [];
      const closes = [...open].map((name) => frame('C', Buffer.from('S'), cString(renamed(name))));
      open.clear();
      return [...closes, frame('S')];
    },
  };
}

function takeString(body: Buffer): { text: string; rest: Buffer } {
  const end = body.indexOf(0);
  if (end < 0) throw new RangeError('A message ends in the middle of a string.');
  return { text: body.toString('utf8', 0, end), rest: body.subarray(end + 1) };
}
