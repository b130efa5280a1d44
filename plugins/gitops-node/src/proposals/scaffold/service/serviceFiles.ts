import { LayoutEnvironment, RepositoryLayout, ScaffoldedFile } from '../model';
import { fluxKustomizations, releaseService } from './fluxService';
import { kustomizeService } from './kustomizeService';
import { ServiceRequest } from './ServiceRequest';
import { valuesService } from './valuesService';

/** Everything that a layout needs to run a service in some environments. */
export function serviceFiles(
  request: ServiceRequest,
  environments: readonly LayoutEnvironment[],
  layout: RepositoryLayout,
): readonly ScaffoldedFile[] {
  switch (layout.type) {
    case 'kustomize':
      return [
        ...kustomizeService(request, environments, layout),
        ...(layout.engine === 'flux'
          ? fluxKustomizations(request, environments, layout)
          : []),
      ];
    case 'helmRelease':
      return releaseService(request, environments, layout);
    default:
      return valuesService(request, environments, layout);
  }
}
