import type { TokenCredential } from '@azure/identity';

/** The identity library is large: it is loaded with the first message, and one credential serves all clients. */
export async function lazyCredential(): Promise<() => TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  let credential: TokenCredential | undefined;
  return () => (credential ??= new DefaultAzureCredential());
}
