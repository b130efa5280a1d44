import { Discovery, DiscoveryInput } from '../../discovery/model';
import { EditPlan } from '../model';
import { addServiceLike } from './addServiceLike';
import { addServiceToLayout } from './addServiceToLayout';
import { requestProblem } from './requestProblem';
import { refusedPlan } from './finishPlan';
import { readLayout } from './readLayout';
import { AddServiceRequest } from './requests';

/**
 * Plans a new service: in the layout of a repository that was scaffolded, or
 * in the shape of the service that it is to be `like`, in any repository.
 * Everything is discovered again: exactly the new targets may have appeared.
 *
 * @public
 */
export function planAddService(
  input: DiscoveryInput,
  discovery: Discovery,
  request: AddServiceRequest,
): EditPlan {
  const problem = requestProblem(request);
  if (problem !== undefined) {
    return refusedPlan(input, discovery, 'invalid', problem);
  }
  const known = discovery.targets.find(
    ({ service }) => service === request.service,
  );
  if (known !== undefined) {
    return refusedPlan(
      input,
      discovery,
      'exists',
      `The repository declares a service '${request.service}' already.`,
    );
  }
  const [branch] = input.branches;
  const layout =
    input.branches.length === 1 ? readLayout(branch.tree) : undefined;
  if (request.like !== undefined) {
    return addServiceLike(input, discovery, request, request.like);
  }
  if (layout !== undefined) {
    return addServiceToLayout(input, discovery, request, layout);
  }
  return refusedPlan(
    input,
    discovery,
    'like-missing',
    'The repository has no layout of its own that is known here; name a service that the new one is like.',
  );
}
