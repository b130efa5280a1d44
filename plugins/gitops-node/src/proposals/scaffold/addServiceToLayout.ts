import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { parse } from 'yaml';
import { Discovery, DiscoveryInput } from '../../discovery/model';
import { FileTree } from '../../git/FileTree';
import { EditPlan } from '../model';
import { TreeEdits } from '../TreeEdits';
import { checkAddedService } from './checkAddedService';
import { isLabel } from './checkedText';
import { finishPlan } from './finishPlan';
import { LayoutEnvironment, RepositoryLayout } from './model';
import { refusal } from './refusal';
import { AddServiceRequest } from './requests';
import { namespaceIn } from './service/placement';
import { serviceFiles } from './service/serviceFiles';

/** Adds a service to a repository that was scaffolded, in its own layout. */
export function addServiceToLayout(
  input: DiscoveryInput,
  discovery: Discovery,
  request: AddServiceRequest,
  layout: RepositoryLayout,
): EditPlan {
  const edits = new TreeEdits(input);
  const [branch] = input.branches;
  const environments = layout.environments.filter(
    ({ name }) => request.environments?.includes(name) ?? true,
  );
  const diagnostics: Diagnostic[] = [
    ...unknownEnvironments(request, layout),
    ...unfitNamespaces(request, environments, layout),
  ];
  if (diagnostics.length === 0) {
    const { service, image, port, replicas } = request;
    const namespace = request.namespace ?? service;
    const files = serviceFiles(
      {
        service,
        namespace,
        ownsNamespace: !isDeclared(namespace, branch.tree),
        image,
        ...(port !== undefined && { port }),
        ...(replicas !== undefined && { replicas }),
      },
      environments,
      layout,
    );
    for (const { path, content } of files) {
      if (edits.has(branch.name, path)) {
        diagnostics.push(
          refusal('exists', `${path} is there already.`, { file: path }),
        );
      }
      edits.write(branch.name, path, content);
    }
  }
  const places = environments.flatMap(({ name, clusters }) =>
    clusters.map(cluster => ({
      environment: name,
      ...(cluster !== name && { cluster }),
    })),
  );
  return finishPlan({
    input,
    discovery,
    edits,
    diagnostics,
    check: after => checkAddedService(discovery, after, request, places),
  });
}

function unknownEnvironments(
  { environments = [] }: AddServiceRequest,
  layout: RepositoryLayout,
): Diagnostic[] {
  const known = layout.environments.map(({ name }) => name);
  return environments
    .filter(name => !known.includes(name))
    .map(name =>
      refusal(
        'environment-unknown',
        `The repository has no environment '${name}'; it has ${known.join(
          ', ',
        )}.`,
      ),
    );
}

/** The environment's name may come after it. */
function unfitNamespaces(
  { service, namespace = service }: AddServiceRequest,
  environments: readonly LayoutEnvironment[],
  layout: RepositoryLayout,
): Diagnostic[] {
  return environments
    .map(environment => namespaceIn(environment, { namespace }, layout))
    .filter(name => !isLabel(name))
    .map(name =>
      refusal('invalid', `The namespace '${name}' would be too long.`),
    );
}

/** Whether another service's folder declares the namespace already. */
function isDeclared(namespace: string, tree: FileTree): boolean {
  return [...tree.entries.keys()].some(path => {
    if (!/^services\/[^/]+\/(?:base|templates)\/namespace\.yaml$/.test(path)) {
      return false;
    }
    return namespacesOf(path, tree).includes(namespace);
  });
}

function namespacesOf(path: string, tree: FileTree): readonly string[] {
  const content = tree.content(path);
  if (content.state !== 'text') return [];
  const chart = /^(services\/[^/]+)\/templates\//.exec(path)?.[1];
  if (chart === undefined) return textsAt(content.text, 'metadata', 'name');
  return [...tree.entries.keys()]
    .filter(file => file.startsWith(`${chart}/values-`))
    .flatMap(file => {
      const values = tree.content(file);
      return values.state === 'text' ? textsAt(values.text, 'namespace') : [];
    });
}

function textsAt(text: string, ...keys: readonly string[]): readonly string[] {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch {
    return [];
  }
  for (const key of keys) {
    value =
      typeof value === 'object' && value !== null && key in value
        ? Reflect.get(value, key)
        : undefined;
  }
  return typeof value === 'string' ? [value] : [];
}
