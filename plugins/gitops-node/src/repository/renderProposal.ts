import { randomBytes } from 'node:crypto';
import {
  Diagnostic,
  RenderedChange,
} from '@backstage-gitops/plugin-gitops-common';
import { createTwoFilesPatch } from 'diff';
import { stringify } from 'yaml';
import { resourceName } from '../manifests/resourceName';
import { SecretMask } from '../manifests/SecretMask';
import { EditPlan } from '../proposals/model';
import { UnitRender } from '../render/UnitRender';
import { ConfigRepository } from './ConfigRepository';
import { EditedRepository } from './EditedRepository';
import { UnitRenderer } from './UnitRenderer';

/** @public */
export interface RenderedProposal {
  readonly rendered: readonly RenderedChange[];
  /** Why a unit could not be rendered, or not all of it. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What clusters would get: every unit that the proposal touches, rendered as it
 * is and as it would be, and compared.
 *
 * @public
 */
export async function renderProposal(request: {
  readonly plan: EditPlan;
  readonly repository: Pick<ConfigRepository, 'discover' | 'tree'>;
  readonly renderer: UnitRenderer;
  /** The commit-ish that was planned against. */
  readonly ref?: string;
  readonly signal?: AbortSignal;
}): Promise<RenderedProposal> {
  const { plan, repository, renderer, ref, signal } = request;
  const edited = new EditedRepository(repository, plan);
  const rendered: RenderedChange[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const unit of touchedUnits(plan)) {
    const before = await renderer.render({ repository, unit, ref, signal });
    const after = await renderer.render({ repository: edited, unit, signal });
    diagnostics.push(...incomplete(after));
    rendered.push(...changesOf(before, after));
  }
  return { rendered, diagnostics };
}

function touchedUnits(plan: EditPlan): ReadonlySet<string> {
  const paths = new Set(plan.files.map(({ path }) => path));
  return new Set(
    plan.after.units
      .filter(({ files }) => files.some(file => paths.has(file)))
      .map(({ id }) => id),
  );
}

function incomplete({ unit, indeterminate }: UnitRender): Diagnostic[] {
  return indeterminate.map(reason => ({
    level: 'warning',
    code: 'proposal-render-incomplete',
    message: `${unit}: ${reason}`,
  }));
}

function changesOf(before: UnitRender, after: UnitRender): RenderedChange[] {
  // One mask for both sides, so that what is equal stays equal.
  const mask = new SecretMask(randomBytes(32));
  const old = textsOf(before, mask);
  const now = textsOf(after, mask);
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names].flatMap(resource => {
    const [from = '', to = ''] = [old.get(resource), now.get(resource)];
    if (from === to) return [];
    const diff = createTwoFilesPatch('declared', 'proposed', from, to);
    return [{ unit: after.unit, resource, diff: diff.replace(/^=+\n/, '') }];
  });
}

function textsOf(
  { resources }: UnitRender,
  mask: SecretMask,
): ReadonlyMap<string, string> {
  return new Map(
    resources.map(({ resource }) => [
      resourceName(resource),
      stringify(mask.object(resource), { lineWidth: 0, sortMapEntries: true }),
    ]),
  );
}
