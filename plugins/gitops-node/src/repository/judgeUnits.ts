import {
  Diagnostic,
  PolicyResult,
} from '@backstage-gitops/plugin-gitops-common';
import { Discovery } from '../discovery/model';
import { Policy } from '../policy/Policy';
import { ConfigRepository, ReadAt } from './ConfigRepository';
import { UnitRenderer } from './UnitRenderer';

/** What policies say of units as they are rendered. @public */
export interface Judgement {
  readonly policies: readonly PolicyResult[];
  /** Units that could not be rendered whole, so that not all of them was judged. */
  readonly diagnostics: readonly Diagnostic[];
}

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
 * Renders units and asks every policy about each. `before` is the repository
 * as it is, where what is judged is a proposal.
 *
 * @public
 */
export async function judgeUnits(request: JudgeRequest): Promise<Judgement> {
  const { units, targets, repository, before, renderer, now } = request;
  const { ref, revisions, signal } = request;
  const results: PolicyResult[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const unit of units) {
    const render = await renderer.render({
      repository,
      unit: unit.id,
      ...(before === undefined && { ref, revisions }),
      signal,
    });
    diagnostics.push(
      ...render.indeterminate.map(message => ({
        level: 'warning' as const,
        code: 'policy-incomplete',
        message: `${unit.name} could not be judged whole: ${message}`,
        file: unit.declaredBy.file,
        line: unit.declaredBy.line,
      })),
    );
    const was = before && (await previous(before, unit.id, request));
    for (const policy of request.policies) {
      const { id, environment, cluster, namespace } = unit;
      results.push(
        ...(await policy.evaluate(
          {
            unit: {
              id,
              environment,
              ...(cluster !== undefined && { cluster }),
              ...(namespace !== undefined && { namespace }),
            },
            services: targets
              .filter(target => target.unit === id)
              .map(({ service }) => service),
            resources: render.resources.map(({ resource }) => resource),
            ...(was && { before: was }),
            now,
          },
          { signal },
        )),
      );
    }
  }
  return { policies: distinct(results), diagnostics };
}

async function previous(
  repository: Pick<ConfigRepository, 'discover' | 'tree'>,
  unit: string,
  { renderer, ref, revisions, signal }: JudgeRequest,
) {
  const at = { ref, revisions, signal };
  const { recipes } = await repository.discover(at);
  // A unit that is new was nothing before.
  if (!recipes?.has(unit)) return [];
  const render = await renderer.render({ repository, unit, ...at });
  return render.resources.map(({ resource }) => resource);
}

/** A freeze says the same of every unit of its environment. */
function distinct(results: readonly PolicyResult[]): PolicyResult[] {
  return [
    ...new Map(results.map(each => [JSON.stringify(each), each])).values(),
  ];
}
