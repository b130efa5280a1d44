import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../../manifests/Manifest';
import { locate, textAt } from '../../manifests/YamlNode';
import {
  Declaration,
  Declarations,
  DiscoveryContext,
  Scope,
} from '../declaration';
import { applicationSources } from './applicationSources';
import { destinationCluster } from './destinationCluster';
import { hasPlaceholder } from './placeholder';

/** What a generator tells of the Application it makes. */
export interface GeneratedFor {
  readonly cluster?: string;
  readonly environment?: string;
}

const skipReconcile = 'argocd.argoproj.io/skip-reconcile';

/** The declaration that an Application is, written or generated. */
export function applicationDeclaration(
  manifest: Manifest,
  scope: Scope,
  context: DiscoveryContext,
  generated: GeneratedFor = {},
): Declarations {
  const { root, name } = manifest;
  if (name === '' || hasPlaceholder(name)) {
    const message = `An Application whose name can't be resolved: ${name}`;
    return { declarations: [], diagnostics: [report(manifest, message)] };
  }
  const { sources, diagnostics } = applicationSources(
    root,
    name,
    scope,
    context,
  );
  if (sources.length === 0) {
    const message = `The Application ${name} has no source that can be read.`;
    return {
      declarations: [],
      diagnostics: [...diagnostics, report(manifest, message)],
    };
  }
  const cluster = destinationCluster(
    manifest,
    scope,
    context,
    generated.cluster,
  );
  const targetNamespace = textAt(root, 'spec', 'destination', 'namespace');
  const declaration: Declaration = {
    kind: 'Application',
    group: manifest.group,
    name,
    ...(manifest.namespace !== undefined && { namespace: manifest.namespace }),
    declaredBy: locate(root),
    object: root,
    files: manifest.files,
    labels: manifest.labels,
    annotations: manifest.annotations,
    sources,
    ...(targetNamespace !== undefined &&
      !hasPlaceholder(targetNamespace) && { targetNamespace }),
    ...(cluster !== undefined && { cluster }),
    ...(generated.environment !== undefined && {
      environment: generated.environment,
    }),
    suspended: manifest.annotations[skipReconcile] === 'true',
  };
  return { declarations: [declaration], diagnostics };
}

function report(manifest: Manifest, message: string): Diagnostic {
  const { file, line } = locate(manifest.root);
  return {
    level: 'warning',
    code: 'application-unresolved',
    message,
    file,
    line,
  };
}
