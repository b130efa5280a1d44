import { Artifact } from '@backstage-gitops/plugin-gitops-common';
import {
  ConfigRepository,
  UnitRender,
  UnitRenderer,
} from '@backstage-gitops/plugin-gitops-node';
import { imagesOf } from './imagesOf';

/** Two readers of one unit, and what each says that the other doesn't. */
export interface Disagreement {
  readonly unit: string;
  readonly path: string;
  readonly onlyRendered: readonly string[];
  readonly onlyDeclared: readonly string[];
}

export interface Agreement {
  readonly agreeing: number;
  readonly disagreements: readonly Disagreement[];
  /** Units without a render, by the reason. */
  readonly indeterminate: ReadonlyMap<string, number>;
}

/**
 * Renders every unit that is rendered at all, and holds the images of the
 * render against those that discovery declared for it: what pods would run
 * must be declared, and what is declared must be written in the render.
 */
export async function measureAgreement(
  repository: Pick<ConfigRepository, 'discover' | 'tree'>,
  renderer: UnitRenderer,
): Promise<Agreement> {
  const discovery = await repository.discover();
  const disagreements: Disagreement[] = [];
  const indeterminate = new Map<string, number>();
  let agreeing = 0;
  for (const unit of discovery.units) {
    // A rule tells where versions are written, and of no objects.
    if (unit.kind === 'Rule') continue;
    const render = await renderer.render({ repository, unit: unit.id });
    const reason = whyUncertain(render);
    if (reason !== undefined) {
      indeterminate.set(reason, (indeterminate.get(reason) ?? 0) + 1);
      continue;
    }
    const images = render.resources.map(({ resource }) => imagesOf(resource));
    const texts = images.map(each => each.texts).join('\n');
    const declared = new Set(
      discovery.targets
        .filter(target => target.unit === unit.id)
        .flatMap(target => target.artifacts)
        .filter(({ kind }) => kind === 'image')
        .map(reference),
    );
    const onlyRendered = [
      ...new Set(images.flatMap(({ run }) => [...run])),
    ].filter(each => !declared.has(each));
    const onlyDeclared = [...declared].filter(each => !texts.includes(each));
    if (onlyRendered.length + onlyDeclared.length === 0) agreeing += 1;
    else {
      disagreements.push({
        unit: unit.id,
        path: unit.path,
        onlyRendered,
        onlyDeclared,
      });
    }
  }
  return { agreeing, disagreements, indeterminate };
}

function whyUncertain(render: UnitRender): string | undefined {
  if (render.indeterminate.length === 0) return undefined;
  const failed = render.diagnostics.find(({ level }) => level === 'error');
  return failed?.code ?? 'render-uncertain';
}

function reference({ name, version, digest }: Artifact): string {
  return `${name}${version && `:${version}`}${digest ? `@${digest}` : ''}`;
}
