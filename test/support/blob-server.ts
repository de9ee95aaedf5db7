import type { RequestListener } from 'node:http';
import { BlobServiceClient } from '@azure/storage-blob';
import { createArtifactStore } from '../../shared/platform/blob/create-artifact-store.ts';
import { serve } from './local-server.ts';

export const ACCOUNT_KEY = Buffer.from('the-key-of-the-account').toString('base64');

/** A store that answers as told, the real client on it without a second try. */
export async function startStore(listener: RequestListener) {
  const server = await serve(listener);
  const endpoint = new URL('/account', server.url()).href;
  const client = BlobServiceClient.fromConnectionString(
    `DefaultEndpointsProtocol=http;AccountName=account;AccountKey=${ACCOUNT_KEY};BlobEndpoint=${endpoint};`,
    { retryOptions: { maxTries: 1 } },
  );
  const container = client.getContainerClient('container');
  return { server, container, artifacts: createArtifactStore(container) };
}

export function answer(status: number, code = 'Failed'): RequestListener {
  return (_request, response) => {
    response.writeHead(status, {
      'content-type': 'application/xml',
      ...(status < 300 ? {} : { 'x-ms-error-code': code }),
    });
    response.end(
      status < 300 ? '' : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>`,
    );
  };
}

export function body(bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(200, {
      'content-type': 'text/plain',
      'content-length': bytes.length,
      etag: '"1"',
      ...headers,
    });
    response.end(bytes);
  };
}

export function listing(names: readonly string[]): RequestListener {
  const blobs = names.map((name) => `<Blob><Name>${name}</Name><Properties/></Blob>`).join('');
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(
      `<?xml version="1.0"?><EnumerationResults ServiceEndpoint="x" ContainerName="container"><Blobs>${blobs}</Blobs><NextMarker/></EnumerationResults>`,
    );
  };
}

/** Answers lease requests with the status and a lease id. */
export function leases(status: () => number): RequestListener {
  return (request, response) => {
    const action = request.headers['x-ms-lease-action'];
    const code = action === 'acquire' ? status() : action === 'release' ? 200 : 201;
    if (code >= 300) {
      answer(code, 'LeaseAlreadyPresent')(request, response);
      return;
    }
    response.writeHead(code, { 'x-ms-lease-id': '6f4e1b4a-0000-4000-8000-000000000000', etag: '"1"' });
    response.end();
  };
}

export function signal(): AbortSignal {
  return AbortSignal.timeout(20_000);
}
