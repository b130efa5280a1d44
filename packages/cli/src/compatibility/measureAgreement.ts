import { Artifact } from '@backstage-gitops/plugin-gitops-common';
import { Discovery, FileTree } from '@backstage-gitops/plugin-gitops-node';
import { Renderer } from '../repository/createRenderer';
import { imagesOf, ImagesOfResource } from './imagesOf';

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

const rendered = new Set(['Application', 'Kustomization', 'Overlay']);

/**
 * Renders every unit that is a directory, and holds the images of the render
 * against those that discovery declared for it: what pods would run must be
 * declared, and what is declared must be written in the render.
 */
export async function measureAgreement(
  discovery: Discovery,
  tree: FileTree,
  render: Renderer,
): Promise<Agreement> {
  const disagreements: Disagreement[] = [];
  const indeterminate = new Map<string, number>();
  const builds = new Map<string, ReturnType<typeof renderedImages>>();
  let agreeing = 0;
  for (const unit of discovery.units) {
    if (!rendered.has(unit.kind) || !tree.hasDirectory(unit.path)) continue;
    const key = `${unit.kind === 'Kustomization'} ${unit.path}`;
    const layout = unit.kind === 'Kustomization' ? 'recursive' : 'plain';
    const build =
      builds.get(key) ?? renderedImages(render, tree, unit.path, layout);
    builds.set(key, build);
    const result = await build;
    if (typeof result === 'string') {
      indeterminate.set(result, (indeterminate.get(result) ?? 0) + 1);
      continue;
    }
    const artifacts = discovery.targets
      .filter(target => target.unit === unit.id)
      .flatMap(target => target.artifacts);
    if (artifacts.some(({ kind }) => kind !== 'image')) {
      // A chart or another repository is part of it, too.
      const reason = 'sources-elsewhere';
      indeterminate.set(reason, (indeterminate.get(reason) ?? 0) + 1);
      continue;
    }
    const declared = new Set(artifacts.map(reference));
    const onlyRendered = [...result.run].filter(each => !declared.has(each));
    const onlyDeclared = [...declared].filter(
      each => !result.texts.includes(each),
    );
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

async function renderedImages(
  render: Renderer,
  tree: FileTree,
  path: string,
  layout: 'plain' | 'recursive',
): Promise<ImagesOfResource | string> {
  const { resources, diagnostics } = await render({ tree, path, layout });
  const failed = diagnostics.find(({ level }) => level === 'error');
  if (failed !== undefined) return failed.code;
  const images = resources.map(imagesOf);
  return {
    run: new Set(images.flatMap(({ run }) => [...run])),
    texts: images.map(({ texts }) => texts).join('\n'),
  };
}

function reference({ name, version, digest }: Artifact): string {
  return `${name}${version && `:${version}`}${digest ? `@${digest}` : ''}`;
}
