/** What a new service is to be, as the layouts write it. */
export interface ServiceRequest {
  readonly service: string;
  readonly namespace: string;
  /** Whether nothing of the repository declares the namespace yet. */
  readonly ownsNamespace: boolean;
  readonly image: {
    readonly name: string;
    readonly version: string;
    readonly digest?: string;
  };
  readonly port?: number;
  /** The layout's own number for each environment where absent. */
  readonly replicas?: number;
}
