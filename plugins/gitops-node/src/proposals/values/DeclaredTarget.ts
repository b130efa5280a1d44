import {
  DiscoveredTarget,
  Discovery,
  DiscoveryInput,
} from '../../discovery/model';

/** A target with what it was discovered in. */
export interface DeclaredTarget {
  readonly target: DiscoveredTarget;
  readonly input: DiscoveryInput;
  readonly discovery: Discovery;
}
