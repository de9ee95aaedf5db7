import { randomInt, timingSafeEqual } from 'node:crypto';
import { type Socket } from 'node:net';
import { cString, errorResponse, frame, readyForQuery } from './frames.ts';

const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;
const PROTOCOL_3 = 196608;
const MAX_STARTUP_BYTES = 10_000;

interface SignInOptions {
  readonly password: string;
  readonly serverVersion: string;
  readonly timeoutMs: number;
  /** Receives what the client has sent already beyond its password. */
  readonly onSignedIn: (rest: Buffer) => void;
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
    socket.write(frame('R', int32(3)));
    socket.on('data', onPassword);
    onPassword(Buffer.alloc(0));
  }

  function onPassword(chunk: Buffer): void {
    pending = Buffer.concat([pending, chunk]);
    if (pending.length < 5) return;
    const length = 1 + pending.readInt32BE(1);
    if (length < 5 || length > MAX_STARTUP_BYTES) {
      refuse('08P01', 'The password was asked for, and something else came.');
      return;
    }
    if (pending.length < length) return;
    socket.off('data', onPassword);
    const isPassword = String.fromCharCode(pending[0] ?? 0) === 'p';
    if (!isPassword || !isSame(pending.subarray(5, length - 1), Buffer.from(options.password))) {
      refuse('28P01', 'password authentication failed; the password is in DATABASE_URL');
      return;
    }
    clearTimeout(timer);
    welcome();
    options.onSignedIn(pending.subarray(length));
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

function isSame(given: Buffer, wanted: Buffer): boolean {
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
