import { RepositoryLayout, LayoutEnvironment } from '../model';
import { indented, scalarText } from '../yamlText';
import { startingPolicies } from './policies';

/** Names by which an environment is commonly called as well. */
const commonAliases: Readonly<Record<string, readonly string[]>> = {
  development: ['dev'],
  integration: ['int'],
  staging: ['stage', 'stg'],
  production: ['prod', 'prd'],
};

/**
 * `gitops.yaml`: what the repository is (`layout`, for who adds to it) and how
 * it is read and judged (`gitops`, for the command line).
 */
export function gitopsFile(
  layout: RepositoryLayout,
  { policies }: { readonly policies: boolean },
): string {
  const { type, engine, environments } = layout;
  return `# How this repository is laid out. The portal reads it when it adds a service
# or an environment.
layout:
  type: ${scalarText(type)}
  engine: ${scalarText(engine)}
  clusters:
${environments.map(clustersOf).join('')}
# How it is read and judged: gitops lint . --config gitops.yaml
gitops:
  # In promotion order.
  environments:
${environments
  .map((environment, index) =>
    indented(4, environmentItem(environment, environments[index + 1], layout)),
  )
  .join('')}${
    policies
      ? `  policies:\n${indented(4, startingPolicies(environments))}`
      : ''
  }`;
}

function clustersOf({ name, clusters }: LayoutEnvironment): string {
  const names = clusters.map(scalarText).join(', ');
  return `    ${scalarText(name)}: [${names}]\n`;
}

function environmentItem(
  { name, protected: isProtected }: LayoutEnvironment,
  next: LayoutEnvironment | undefined,
  { environments }: RepositoryLayout,
): string {
  const taken = new Set(environments.map(environment => environment.name));
  const known = Object.hasOwn(commonAliases, name) ? commonAliases[name] : [];
  const aliases = known.filter(alias => !taken.has(alias)).map(scalarText);
  return [
    `- name: ${scalarText(name)}\n`,
    ...(aliases.length > 0 ? [`  aliases: [${aliases.join(', ')}]\n`] : []),
    ...(next ? [`  promotesTo: [${scalarText(next.name)}]\n`] : []),
    ...(isProtected ? ['  protected: true\n'] : []),
  ].join('');
}
