import { Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

/**
 * Runs work whose servers listen on 127.0.0.1 unless they name another address. @azure/functions opens a server of its own for HTTP
 * streaming, on every address and without a key; on Azure the sandbox keeps others away from it, on a laptop nothing does.
 *
 * @param onServer told of each server that is made to listen
 */
export async function listenOnLoopback<T>(
  work: () => Promise<T>,
  onServer: (server: Server) => void = () => undefined,
): Promise<T> {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- the proxy passes `this` on
  const listen = Server.prototype.listen;
  Server.prototype.listen = new Proxy(listen, {
    apply(target, server: unknown, args: unknown[]): unknown {
      if (server instanceof Server) onServer(server);
      return Reflect.apply(target, server, onLoopback(args));
    },
  });
  try {
    return await work();
  } finally {
    Server.prototype.listen = listen;
  }
}

/** `listen(port?, host?, backlog?, callback?)` and `listen(options, callback?)`; paths and handles stay as they are. */
function onLoopback(args: readonly unknown[]): unknown[] {
  const [first, ...others] = args;
  if (isOptions(first)) {
    const isTcp = 'port' in first && !('path' in first);
    return isTcp && !('host' in first) ? [{ ...first, host: LOOPBACK }, ...others] : [...args];
  }
  if (first === undefined || typeof first === 'function') return [{ port: 0, host: LOOPBACK }, ...args];
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
  if (!isPort || typeof others[0] === 'string') return [...args];
  const [backlog] = others;
  const options = { port: Number(first), host: LOOPBACK };
  return typeof backlog === 'number' ? [{ ...options, backlog }, ...others.slice(1)] : [options, ...others];
}

function isOptions(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
