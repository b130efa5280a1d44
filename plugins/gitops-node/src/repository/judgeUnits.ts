import {
  Diagnostic,
  PolicyResult,
} from '@backstage-gitops/plugin-gitops-common';
import { Discovery } from '../discovery/model';
import { Resource } from '../manifests/Resource';
import { resourceName } from '../manifests/resourceName';
import { Policy, PolicyInput } from '../policy/Policy';
import { UnitRender } from '../render/UnitRender';
import { ConfigRepository, ReadAt } from './ConfigRepository';
import { ProjectFreezes } from './judging/ProjectFreezes';
import { readRuleObjects, RuleObjects } from './judging/RuleObjects';
import { UnitRenderer } from './UnitRenderer';

/** What policies say of units as they are rendered. @public */
export interface Judgement {
  readonly policies: readonly PolicyResult[];
  /** What could not be judged, or not whole, and why. */
  readonly diagnostics: readonly Diagnostic[];
}

type Rendered = Pick<UnitRender, 'resources' | 'indeterminate'>;

/** @public */
export interface JudgeRequest extends ReadAt {
  readonly units: Discovery['units'];
  readonly targets: Discovery['targets'];
  readonly repository: Pick<ConfigRepository, 'discover' | 'tree'>;
  readonly before?: Pick<ConfigRepository, 'discover' | 'tree'>;
  readonly renderer: Pick<UnitRenderer, 'render'>;
  readonly policies: readonly Policy[];
  readonly now: Date;
  readonly signal?: AbortSignal;
}

/**
 * Renders units and asks every policy about each, beside what the repository
 * itself rules: the sync windows of Argo CD's projects. `before` is the
 * repository as it is, where what is judged is a proposal; what is in force is
 * what that one says.
 *
 * @public
 */
export async function judgeUnits(request: JudgeRequest): Promise<Judgement> {
  const { units, repository, before, now, ref, revisions, signal } = request;
  const rules = await readRuleObjects(before ?? repository, {
    ref,
    revisions,
    signal,
  });
  const freezes = new ProjectFreezes(rules.projects);
  const { recipes } = await repository.discover({
    ...(before === undefined && { ref, revisions }),
    signal,
  });
  const results: PolicyResult[] = [];
  const diagnostics: Diagnostic[] = [...freezes.diagnostics];
  for (const unit of units) {
    const recipe = recipes?.get(unit.id);
    results.push(...(await freezes.evaluate(unit, recipe, now)));
    if (request.policies.length === 0) continue;
    const judged = await judgeUnit(unit, request, rules);
    results.push(...judged.policies);
    diagnostics.push(...judged.diagnostics);
  }
  return { policies: distinct(results), diagnostics: distinct(diagnostics) };
}

async function judgeUnit(
  unit: Discovery['units'][number],
  request: JudgeRequest,
  { definitions }: RuleObjects,
): Promise<Judgement> {
  const { targets, repository, before, renderer, now } = request;
  const { ref, revisions, signal } = request;
  const { id, environment, cluster, namespace } = unit;
  const render = await renderer.render({
    repository,
    unit: id,
    ...(before === undefined && { ref, revisions }),
    signal,
  });
  const was = before && (await previous(before, id, request));
  const lost = was && noLongerJudged(was, render);
  const input: PolicyInput = {
    unit: {
      id,
      environment,
      ...(cluster !== undefined && { cluster }),
      ...(namespace !== undefined && { namespace }),
    },
    services: targets
      .filter(target => target.unit === id)
      .map(({ service }) => service),
    resources: resourcesOf(render),
    ...(was && { before: resourcesOf(was) }),
    definitions,
    now,
  };
  const results: PolicyResult[] = [];
  const unjudged: string[] = [];
  for (const policy of request.policies) {
    const found = await policy.evaluate(input, { signal });
    results.push(...found.map(result => located(result, render)));
    unjudged.push(...(policy.unjudged?.(input) ?? []));
  }
  return {
    policies: results,
    diagnostics: [
      ...render.indeterminate.map(message => ({
        // What can't be judged any more by an edit has not passed.
        level: message === lost ? ('error' as const) : ('warning' as const),
        code: 'policy-incomplete',
        message: `${unit.name} could not be judged whole: ${message}`,
        file: unit.declaredBy.file,
        line: unit.declaredBy.line,
      })),
      ...unjudged.map(message => ({
        level: 'info' as const,
        code: 'policy-unjudged',
        message,
      })),
    ],
  };
}

/** The result with the place that its resource, or its field, comes from. */
function located(
  result: PolicyResult,
  { resources }: Pick<UnitRender, 'resources'>,
): PolicyResult {
  const { resource: name, field = 'metadata.name' } = result;
  const declared = resources.find(
    ({ resource }) => resourceName(resource) === name,
  );
  const origin = declared?.origin(field) ?? declared?.origin('metadata.name');
  return origin === undefined
    ? result
    : { ...result, file: origin.file, line: origin.line };
}

/** The new reason for which objects that were judged before can't be now. */
function noLongerJudged(
  was: Rendered,
  { resources, indeterminate }: Rendered,
): string | undefined {
  const left = new Set(resources.map(({ resource }) => resourceName(resource)));
  return was.resources.every(({ resource }) => left.has(resourceName(resource)))
    ? undefined
    : indeterminate.find(reason => !was.indeterminate.includes(reason));
}

function resourcesOf({ resources }: Pick<Rendered, 'resources'>): Resource[] {
  return resources.map(({ resource }) => resource);
}

async function previous(
  repository: Pick<ConfigRepository, 'discover' | 'tree'>,
  unit: string,
  { renderer, ref, revisions, signal }: JudgeRequest,
): Promise<Rendered> {
  const at = { ref, revisions, signal };
  const { recipes } = await repository.discover(at);
  // A unit that is new was nothing before.
  if (!recipes?.has(unit)) return { resources: [], indeterminate: [] };
  return renderer.render({ repository, unit, ...at });
}

/** A freeze says the same of every unit of its environment. */
function distinct<T>(results: readonly T[]): T[] {
  return [
    ...new Map(results.map(each => [JSON.stringify(each), each])).values(),
  ];
}
