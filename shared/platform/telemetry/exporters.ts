/** Where spans go; both may be absent, then nothing is loaded. */
export interface ExporterSettings {
  readonly otlpEndpoint: string | undefined;
  readonly azureMonitor: string | undefined;
  readonly serviceName: string;
}

export interface Exporters {
  /** Sends what is buffered; called when the host shuts down. */
  flush(): Promise<void>;
}
