// Azurite ships no types; this is what start-blob.ts uses of it.
declare module 'azurite/dist/src/blob/BlobConfiguration.js' {
  const exported: {
    readonly default: new (
      host: string,
      port: number,
      keepAliveTimeoutSeconds: number,
      metadataFile: string,
      extentMetadataFile: string,
      persistence: readonly object[],
      enableAccessLog: boolean,
      accessLogStream: undefined,
      enableDebugLog: boolean,
      debugLogFile: undefined,
      loose: boolean,
      skipApiVersionCheck: boolean,
    ) => object;
  };
  export = exported;
}
declare module 'azurite/dist/src/blob/BlobServer.js' {
  interface BlobServer {
    start(): Promise<void>;
    close(): Promise<void>;
    getHttpServerAddress(): string;
  }
  const exported: { readonly default: new (configuration: object) => BlobServer };
  export = exported;
}
