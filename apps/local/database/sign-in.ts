import { randomInt, timingSafeEqual } from 'node:crypto';
import { type Socket } from 'node:net';
import { createFrameReader, cString, errorResponse, frame, readyForQuery } from './frames.ts';

const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;
const PROTOCOL_3 = 196608;
const MAX_STARTUP_BYTES = 10_000;

interface SignInOptions {
  readonly password: string;
  readonly serverVersion: string;
  readonly timeoutMs: number;
  readonly onSignedIn: () => void;
}

/**
 * The start of a connection: TLS and GSS are declined, the password is asked in clear text (the server listens on
 * 127.0.0.1 only), parameters and ReadyForQuery are sent. A cancel request is closed unanswered, as PostgreSQL does,
 * and cancels nothing.
 */
export function signIn(socket: Socket, options: SignInOptions): void {
  let pending: Buffer = Buffer.alloc(0);
  const timer = setTimeout(() => socket.destroy(), options.timeoutMs);
  socket.once('close', () => clearTimeout(timer));
  socket.on('data', onStartup);

  function onStartup(chunk: Buffer): void {
    pending = Buffer.concat([pending, chunk]);
    if (pending.length < 8) return;
    const length = pending.readInt32BE(0);
    if (length < 8 || length > MAX_STARTUP_BYTES) {
      refuse('08P01', 'This is no PostgreSQL client.');
      return;
    }
    if (pending.length < length) return;
    const code = pending.readInt32BE(4);
    pending = pending.subarray(length);
    if (code === SSL_REQUEST || code === GSS_REQUEST) {
      socket.write('N');
      if (pending.length > 0) onStartup(Buffer.alloc(0));
      return;
    }
    if (code === CANCEL_REQUEST) {
      socket.end();
      return;
    }
    if (code >> 16 !== PROTOCOL_3 >> 16) {
      refuse('0A000', 'Only protocol version 3 is served.');
      return;
    }
    socket.off('data', onStartup);
    askPassword();
  }

  function askPassword(): void {
    const reader = createFrameReader();
    socket.write(frame('R', int32(3)));
    socket.on('data', onPassword);

    function onPassword(chunk: Buffer): void {
      const message = reader.push(chunk)[0];
      if (message === undefined) return;
      socket.off('data', onPassword);
      const given = message.bytes.subarray(5, -1);
      const wanted = Buffer.from(options.password);
      if (message.type !== 'p' || given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
        refuse('28P01', 'password authentication failed; the password is in DATABASE_URL');
        return;
      }
      clearTimeout(timer);
      welcome();
      options.onSignedIn();
    }
  }

  function welcome(): void {
    const parameters: Readonly<Record<string, string>> = {
      server_version: options.serverVersion,
      server_encoding: 'UTF8',
      client_encoding: 'UTF8',
      DateStyle: 'ISO, MDY',
      integer_datetimes: 'on',
      standard_conforming_strings: 'on',
      TimeZone: 'UTC',
    };
    socket.write(
      Buffer.concat([
        frame('R', int32(0)),
        ...Object.entries(parameters).map(([name, value]) => frame('S', cString(name), cString(value))),
        frame('K', int32(process.pid), int32(randomInt(2 ** 31 - 1))),
        readyForQuery('I'),
      ]),
    );
  }

  function refuse(code: string, message: string): void {
    socket.write(errorResponse('FATAL', code, message));
    socket.end();
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
