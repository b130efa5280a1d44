import {
  Diagnostic,
  PolicyResult,
  Unit,
} from '@backstage-gitops/plugin-gitops-common';
import { isError } from '@backstage/errors';
import { z } from 'zod';
import { Manifest } from '../../manifests/Manifest';
import { resourceName } from '../../manifests/resourceName';
import { UnitRecipe } from '../../manifests/UnitRecipe';
import { itemsAt, textAt, toValue, YamlNode } from '../../manifests/YamlNode';
import { FreezePolicy, FreezeWindow } from '../../policy/FreezePolicy';
import { Policy } from '../../policy/Policy';
import { matchesGlob } from './matchesGlob';

const patterns = z.array(z.string()).default([]);

const windowSchema = z.object({
  kind: z.enum(['allow', 'deny']),
  schedule: z.string(),
  duration: z.string(),
  timeZone: z.string().optional(),
  manualSync: z.boolean().default(false),
  andOperator: z.boolean().default(false),
  applications: patterns,
  namespaces: patterns,
  clusters: patterns,
});

/** A window of a project, and which of its Applications it is for. */
interface ProjectWindow extends z.infer<typeof windowSchema> {
  readonly freeze: FreezeWindow;
}

interface Project {
  readonly name: string;
  /** The object, as results name it. */
  readonly resource: string;
  readonly windows: readonly ProjectWindow[];
}

/** What windows select an Application by. */
interface Application {
  readonly name: string;
  readonly project: string;
  readonly namespace?: string;
  /** Names and addresses of where it goes. */
  readonly clusters: readonly string[];
}

/**
 * Freezes that Argo CD's projects declare in Git (`spec.syncWindows`): while a
 * window keeps an Application from syncing, its units don't move.
 */
export class ProjectFreezes {
  /** Windows that can't be understood, so that nothing is held back by them. */
  readonly diagnostics: readonly Diagnostic[];
  readonly #projects: readonly Project[];
  readonly #policies = new Map<string, Policy>();

  constructor(manifests: readonly Manifest[]) {
    const diagnostics: Diagnostic[] = [];
    this.#projects = manifests.map(manifest => ({
      name: manifest.name,
      resource: resourceName({
        apiVersion: manifest.apiVersion,
        kind: manifest.kind,
        metadata: { name: manifest.name, namespace: manifest.namespace },
      }),
      windows: itemsAt(manifest.root, 'spec', 'syncWindows').flatMap(item =>
        readWindow(item, manifest, diagnostics),
      ),
    }));
    this.diagnostics = diagnostics;
  }

  /** What the projects say of a unit now. */
  async evaluate(
    unit: Unit,
    recipe: UnitRecipe | undefined,
    now: Date,
  ): Promise<readonly PolicyResult[]> {
    const application = applicationOf(unit, recipe);
    if (application === undefined) return [];
    const results: PolicyResult[] = [];
    for (const project of this.#projects) {
      if (project.name !== application.project) continue;
      const windows = project.windows.filter(window =>
        selects(window, application),
      );
      if (windows.length === 0) continue;
      const { id, environment } = unit;
      const found = await this.#policyOf(project, windows).evaluate({
        unit: { id, environment },
        services: [],
        resources: [],
        now,
      });
      results.push(
        ...found.map(each => ({ ...each, resource: project.resource })),
      );
    }
    return results;
  }

  #policyOf(project: Project, windows: readonly ProjectWindow[]): Policy {
    const freezes = windows.map(({ freeze }) => freeze);
    const key = JSON.stringify([project.resource, freezes]);
    const known = this.#policies.get(key);
    if (known !== undefined) return known;
    const policy = freezePolicy(project, freezes);
    this.#policies.set(key, policy);
    return policy;
  }
}

function freezePolicy(
  { name }: Pick<Project, 'name'>,
  windows: readonly FreezeWindow[],
): FreezePolicy {
  return new FreezePolicy({
    name: `sync windows of the AppProject ${name}`,
    level: 'deny',
    windows,
  });
}

function readWindow(
  item: YamlNode,
  project: Manifest,
  diagnostics: Diagnostic[],
): ProjectWindow[] {
  try {
    const window = windowSchema.parse(toValue(item));
    const { kind, schedule, duration, timeZone, manualSync } = window;
    const freeze: FreezeWindow = {
      ...{ kind, schedule, duration, manualSync },
      ...(timeZone && { timeZone }),
    };
    // Throws where it can't be understood.
    freezePolicy(project, [freeze]);
    return [{ ...window, freeze }];
  } catch (error) {
    diagnostics.push({
      level: 'warning',
      code: 'sync-window-invalid',
      message: `A sync window of the AppProject ${
        project.name
      } can't be understood, and holds nothing back here: ${
        isError(error) && !(error instanceof z.ZodError)
          ? error.message
          : 'it lacks a kind, a schedule or a duration'
      }.`,
      file: item.document.file,
      line: item.line,
    });
    return [];
  }
}

function applicationOf(
  unit: Unit,
  recipe: UnitRecipe | undefined,
): Application | undefined {
  if (unit.kind !== 'Application') return undefined;
  const spec = (...path: string[]) => textAt(recipe?.object, 'spec', ...path);
  const clusters = [
    spec('destination', 'name'),
    spec('destination', 'server'),
    unit.cluster,
  ];
  return {
    name: unit.name,
    project: spec('project') ?? 'default',
    namespace: spec('destination', 'namespace') ?? unit.namespace,
    clusters: clusters.filter(text => text !== undefined),
  };
}

/** By any of the three, or with `andOperator` by all that are given. */
function selects(
  { applications, namespaces, clusters, andOperator }: ProjectWindow,
  application: Application,
): boolean {
  const { name, namespace } = application;
  const asked = [
    { globs: applications, texts: [name] },
    { globs: namespaces, texts: namespace === undefined ? [] : [namespace] },
    { globs: clusters, texts: application.clusters },
  ].filter(({ globs }) => globs.length > 0);
  const isMatched = ({ globs, texts }: (typeof asked)[number]) =>
    globs.some(glob => texts.some(text => matchesGlob(glob, text)));
  if (asked.length === 0) return false;
  return andOperator ? asked.every(isMatched) : asked.some(isMatched);
}
