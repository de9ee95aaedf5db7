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
  interface SavableDatabase {
    autosaveDisable(): void;
    autosaveDirty(): boolean;
    saveDatabase(callback: (error?: Error | null) => void): void;
  }
  interface BlobServer {
    start(): Promise<void>;
    close(): Promise<void>;
    getHttpServerAddress(): string;
    // LokiJS databases; private to Azurite, and the version is exact.
    readonly metadataStore: { readonly db: SavableDatabase };
    readonly extentMetadataStore: { readonly db: SavableDatabase };
  }
  const exported: { readonly default: new (configuration: object) => BlobServer };
  export = exported;
}
