import { discover } from '../../discovery/discover';
import { Discovery, DiscoveryInput } from '../../discovery/model';
import { planAddService } from '../../proposals/scaffold/planAddService';
import { PlanContext, Planner } from './PlanContext';

/** Plans `addService`. */
export const addServicePlanner: Planner<'addService'> = async context => {
  const { request } = context;
  const { input, discovery } = await withWholeTrees(context);
  const { name, version } = request.image;
  return {
    plan: planAddService(input, discovery, request),
    title: `Add ${request.service}: ${name} ${version}`,
  };
};

/**
 * The same with every file read: what a service or an environment is made of
 * is more than manifests.
 */
async function withWholeTrees({
  input,
  discovery: { revisions },
  planning: { repository, signal },
}: Pick<PlanContext, 'input' | 'discovery' | 'planning'>): Promise<{
  readonly input: DiscoveryInput;
  readonly discovery: Discovery;
}> {
  const branches = [];
  for (const branch of input.branches) {
    const { name } = branch;
    const tree = await repository.tree({ revisions, branch: name, signal });
    branches.push({ ...branch, tree });
  }
  const whole = { ...input, branches };
  return { input: whole, discovery: discover(whole) };
}
