import { discover } from '../../discovery/discover';
import { Discovery, DiscoveryInput } from '../../discovery/model';
import { planAddEnvironment } from '../../proposals/scaffold/planAddEnvironment';
import { planAddService } from '../../proposals/scaffold/planAddService';
import { planRetireService } from '../../proposals/scaffold/planRetireService';
import { listed } from './describeMoves';
import { PlanContext, Planner } from './PlanContext';
import { targetsById } from './targetsById';

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

/** Plans `addEnvironment`. */
export const addEnvironmentPlanner: Planner<
  'addEnvironment'
> = async context => {
  const { request } = context;
  const { input, discovery } = await withWholeTrees(context);
  return {
    plan: planAddEnvironment(input, discovery, request),
    title: `Add the environment ${request.environment}, like ${request.like}`,
  };
};

/** Plans `retireService`. */
export const retireServicePlanner: Planner<'retireService'> = async context => {
  const { request } = context;
  const { input, discovery } = await withWholeTrees(context);
  const targets = targetsById(discovery, request.targets, input.repository.id);
  const services = new Set(targets.map(({ service }) => service));
  const environments = new Set(targets.map(({ environment }) => environment));
  return {
    plan: planRetireService(input, discovery, request),
    title: `Retire ${listed([...services])} in ${listed([...environments])}`,
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
