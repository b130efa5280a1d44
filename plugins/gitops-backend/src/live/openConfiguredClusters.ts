import { OpenClusters } from './ObservedCluster';

/** Opens the clusters of `gitops.clusters`. */
export const openConfiguredClusters: OpenClusters = () => [];
