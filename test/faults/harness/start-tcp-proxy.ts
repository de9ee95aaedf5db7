import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

export type TcpFault = 'refuse' | 'freeze';

export interface TcpProxy {
  readonly port: number;
  /** Connections that were cut, refused or frozen. */
  readonly hurt: () => number;
  set(fault: TcpFault | null): void;
  /** Cuts what is connected now; the next connection is let through. */
  cut(): void;
  stop(): Promise<void>;
}

/** A proxy for any protocol on a loopback port, in front of a port of 127.0.0.1. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let fault: TcpFault | null = null;
  let hurt = 0;

  const server = createServer((near) => {
    near.on('error', () => near.destroy());
    if (fault === 'refuse') {
      hurt += 1;
      near.destroy();
      return;
    }
    const far = createConnection({ host: '127.0.0.1', port: targetPort });
    const pair = [near, far] as const;
    pairs.add(pair);
    far.on('error', () => near.destroy());
    near.on('close', () => end(pair));
    far.on('close', () => end(pair));
    near.pipe(far).pipe(near);
    if (fault === 'freeze') hold(pair);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  function end(pair: readonly [Socket, Socket]): void {
    pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  }

  function hold([near, far]: readonly [Socket, Socket]): void {
    hurt += 1;
    near.unpipe(far);
    far.unpipe(near);
    near.pause();
    far.pause();
  }

  function cut(): void {
    for (const pair of pairs) {
      hurt += 1;
      end(pair);
    }
  }

  return {
    port,
    hurt: () => hurt,
    set(next) {
      if (fault === 'freeze') for (const [near, far] of pairs) near.pipe(far).pipe(near);
      fault = next;
      if (fault === 'refuse') cut();
      if (fault === 'freeze') for (const pair of pairs) hold(pair);
    },
    cut,
    async stop() {
      server.close();
      cut();
      if (server.listening) await once(server, 'close');
    },
  };
}
