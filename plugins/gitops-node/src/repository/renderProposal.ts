import { randomBytes } from 'node:crypto';
import {
  Diagnostic,
  RenderedChange,
  Unit,
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
  readonly renderer: Pick<UnitRenderer, 'render'>;
  readonly signal?: AbortSignal;
}): Promise<RenderedProposal> {
  const { plan, repository, renderer, signal } = request;
  const { revisions, after } = plan;
  const edited = new EditedRepository(repository, plan);
  const before = await repository.discover({ revisions, signal });
  const units = [...touchedUnits(plan, [...before.units, ...after.units])];
  const compared = await Promise.all(
    units.map(async unit => {
      const old = before.recipes?.has(unit)
        ? await renderer.render({ repository, unit, revisions, signal })
        : undefined;
      const now = after.recipes?.has(unit)
        ? await renderer.render({ repository: edited, unit, signal })
        : undefined;
      return {
        rendered: changesOf(unit, old, now),
        reasons: now?.indeterminate ?? [],
        unit,
      };
    }),
  );
  return {
    rendered: compared.flatMap(({ rendered }) => rendered),
    diagnostics: incomplete(compared, after.units),
  };
}

/** Also those that the proposal adds or removes. */
function touchedUnits(
  { files: edited }: EditPlan,
  units: readonly Unit[],
): ReadonlySet<string> {
  const paths = new Set(edited.map(({ path }) => path));
  return new Set(
    units
      .filter(({ files }) => files.some(file => paths.has(file)))
      .map(({ id }) => id),
  );
}

/** One diagnostic for each reason, however many units it holds for. */
function incomplete(
  compared: readonly {
    readonly unit: string;
    readonly reasons: readonly string[];
  }[],
  units: readonly Unit[],
): Diagnostic[] {
  const known = new Map(units.map(unit => [unit.id, unit]));
  const byReason = new Map<string, Set<string>>();
  for (const { unit: id, reasons } of compared) {
    const unit = known.get(id);
    const name = [unit?.name ?? id, unit?.cluster].filter(Boolean).join(' on ');
    for (const reason of reasons) {
      const names = byReason.get(reason) ?? new Set<string>();
      byReason.set(reason, names.add(name));
    }
  }
  return [...byReason].map(([reason, names]) => {
    const [first, ...others] = names;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return {
      level: 'warning',
      code: 'proposal-render-incomplete',
      message: `${first}${more} can't be rendered whole: ${reason}`,
    };
  });
}

function changesOf(
  unit: string,
  before: UnitRender | undefined,
  after: UnitRender | undefined,
): RenderedChange[] {
  // One mask for both sides, so that what is equal stays equal.
  const mask = new SecretMask(randomBytes(32));
  const old = textsOf(before, mask);
  const now = textsOf(after, mask);
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names].flatMap(resource => {
    const [from = '', to = ''] = [old.get(resource), now.get(resource)];
    if (from === to) return [];
    const diff = createTwoFilesPatch('declared', 'proposed', from, to);
    return [{ unit, resource, diff: diff.replace(/^=+\n/, '') }];
  });
}

function textsOf(
  render: UnitRender | undefined,
  mask: SecretMask,
): ReadonlyMap<string, string> {
  return new Map(
    render?.resources.map(({ resource }) => [
      resourceName(resource),
      stringify(mask.object(resource), { lineWidth: 0, sortMapEntries: true }),
    ]),
  );
}
