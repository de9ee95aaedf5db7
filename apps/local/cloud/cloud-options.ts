import { type QueueSettings } from '../service-bus/queue-settings.ts';

export interface CloudPorts {
  readonly functions?: number;
  readonly serviceBus?: number;
  readonly blob?: number;
  readonly keyVault?: number;
  readonly database?: number;
  readonly identity?: number;
}

export interface CloudOptions {
  /** Where all data is kept; a second start finds it. */
  readonly folder: string;
  /** Fixed ports; those not given are chosen from the free ones. */
  readonly ports?: CloudPorts;
  readonly queues: readonly QueueSettings[];
  /** Further settings of the app, such as PERF_AGENT_CONFIG; they win over the cloud's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** false: only the look-alikes. Default true. */
  readonly functionsHost?: boolean;
  /** The folder with host.json and package.json; default the working directory. */
  readonly appFolder?: string;
  /** The Functions host as `bundleHost` makes it; made for this start when left out. */
  readonly hostFile?: string;
  readonly restartOnCrash?: boolean;
  readonly startTimeoutMs?: number;
  readonly drainTimeoutMs?: number;
  /** false: memory that the start took is not given back, which costs two full garbage collections each time. Default true. */
  readonly releaseMemory?: boolean;
  /** Receives each line of the host's log and of the cloud's own. */
  readonly log: (line: string) => void;
}

export interface CloudUrls {
  readonly functions: string;
  readonly serviceBus: string;
  readonly blob: string;
  readonly keyVault: string;
  readonly database: string;
  readonly identity: string;
}
