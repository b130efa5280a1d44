import {
  Difference,
  ResourceDrift,
} from '@backstage-gitops/plugin-gitops-common';
import { findDifferences, Sides } from './findDifferences';
import { formatPath } from './fields/Step';
import { foldSecret, isSecret } from './foldSecret';
import { DifferenceMask } from './masking/DifferenceMask';
import {
  ComparisonOptions,
  ComparisonPair,
  countedClasses,
  ResourceSchema,
} from './model';
import { ManagedFields } from './ownership/ManagedFields';
import { identify } from './resourceIdentity';
import { applyRules, AttributedFinding } from './rules/IgnoreRules';
import { withOrigin } from './withOrigin';
import { Resource, ResourceRef } from '../manifests/Resource';

/**
 * Compares one declared object with the live one. Where only the live one is
 * given it is orphaned; `undefined` where there is neither. Never throws for
 * what the objects hold; an ignore rule that can't be read is an InputError.
 *
 * Both sides are read-only: nothing of them is changed or kept. Values are
 * masked after they were compared.
 *
 * @public
 */
export function compareResource(
  pair: ComparisonPair,
  options: ComparisonOptions,
): ResourceDrift | undefined {
  const { declared, live } = pair;
  const shown = live ?? declared;
  if (shown === undefined) return undefined;
  const schema = options.schemas.schemaOf(shown.apiVersion, shown.kind);
  const ref = identify(shown, schema, options.defaultNamespace);
  const status = (state: ResourceDrift['status'], reason?: string) => ({
    ...ref,
    status: state,
    ...(reason !== undefined && { reason }),
    differences: [],
  });
  if (declared === undefined) return status('orphaned');
  if (pair.indeterminate) return status('indeterminate', pair.indeterminate);
  const problem = problemOf(declared, schema, ref);
  if (problem !== undefined) return status('indeterminate', problem);
  const folded = fold(pair);
  if (folded.problem !== undefined) {
    return status('indeterminate', folded.problem);
  }
  if (folded.sides === undefined) return status('missing');
  try {
    return compareSides(pair, folded.sides, { ref, schema, options });
  } catch (error) {
    // The stack's end: an attack on whoever reads it, no object of a server.
    if (!(error instanceof RangeError)) throw error;
    return status('indeterminate', 'it is nested too deeply');
  }
}

interface Context {
  readonly ref: ResourceRef;
  readonly schema: ResourceSchema | undefined;
  readonly options: ComparisonOptions;
}

function compareSides(
  pair: ComparisonPair,
  sides: Sides,
  { ref, schema, options }: Context,
): ResourceDrift {
  const managed = new ManagedFields(sides.live);
  const { findings, problems, lacksSchema } = findDifferences(
    sides,
    schema,
    managed,
    options,
  );
  const reasons = problems.length > 0 ? [problems.join('; ')] : [];
  if (lacksSchema) {
    reasons.push('no schema is known: its lists are compared as a whole');
  }
  if (findings.length === 0) {
    return {
      ...ref,
      status: problems.length > 0 ? 'indeterminate' : 'synced',
      ...reasonOf(reasons),
      differences: [],
    };
  }
  const { shown, ignored } = applyRules(
    findings.map(finding => ({
      finding,
      lastWrite: managed.lastWrite(finding.path),
    })),
    {
      ref,
      declared: sides.declared,
      live: sides.live,
      targets: options.targets ?? [],
      isAutoscaled: pair.autoscaled ?? false,
    },
    options,
  );
  const drifted = shown.some(({ finding }) =>
    countedClasses.includes(finding.class),
  );
  const conversion = drifted ? conversionProblem(pair, shown) : undefined;
  if (conversion !== undefined) reasons.push(conversion);
  const isUnknown = problems.length > 0 || conversion !== undefined;
  return {
    ...ref,
    status: statusOf(isUnknown, drifted),
    ...reasonOf(reasons),
    differences: describe(shown, pair, new DifferenceMask(sides, options.salt)),
    ...(ignored.length > 0 && { ignored: [...ignored] }),
  };
}

function statusOf(isUnknown: boolean, drifted: boolean) {
  if (isUnknown) return 'indeterminate';
  return drifted ? 'drifted' : 'synced';
}

function reasonOf(reasons: readonly string[]): { reason?: string } {
  return reasons.length > 0 ? { reason: reasons.join('; ') } : {};
}

function problemOf(
  declared: Resource,
  schema: ResourceSchema | undefined,
  ref: ResourceRef,
): string | undefined {
  const { name } = identify(declared, schema);
  if (name === '') return 'it is declared without a name';
  return ref.name === name ? undefined : 'the two are not the same object';
}

function fold({ declared, live, predicted }: ComparisonPair): {
  readonly sides?: Sides;
  readonly problem?: string;
} {
  if (declared === undefined) return {};
  if (!isSecret(declared)) {
    return live === undefined ? {} : { sides: { declared, live, predicted } };
  }
  const ours = foldSecret(declared);
  if (ours.problem !== undefined) return { problem: ours.problem };
  if (live === undefined) return {};
  const theirs = foldSecret(live);
  if (theirs.problem !== undefined) {
    return { problem: `live: ${theirs.problem}` };
  }
  return {
    sides: {
      declared: ours.object,
      live: theirs.object,
      predicted: predicted && foldSecret(predicted).object,
    },
  };
}

/**
 * A field that isn't there at all, between two versions of a kind, may only
 * have another name in the other one.
 */
function conversionProblem(
  { declared, live }: ComparisonPair,
  shown: readonly AttributedFinding[],
): string | undefined {
  if (declared?.apiVersion === live?.apiVersion) return undefined;
  const isRenamed = shown.some(
    ({ finding }) =>
      finding.class === 'missing' && finding.path[0] !== 'metadata',
  );
  return isRenamed
    ? `declared as ${declared?.apiVersion} and read as ${live?.apiVersion}: a field may have another name there`
    : undefined;
}

function describe(
  findings: readonly AttributedFinding[],
  { declared, origin }: ComparisonPair,
  mask: DifferenceMask,
): Difference[] {
  const kind = declared?.kind ?? '';
  return findings.map(({ finding, lastWrite }) =>
    withOrigin(
      {
        field: formatPath(finding.path),
        class: finding.class,
        ...mask.values(finding),
        ...(lastWrite !== undefined && { lastWrite }),
      },
      { kind, origin },
    ),
  );
}
