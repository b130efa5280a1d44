import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { nodeAt, ScalarNode, YamlNode } from '../../manifests/YamlNode';
import { DiscoveryRule } from '../model';
import { FileRule } from './FileRule';
import { rulePattern } from './rulePattern';

/** A rule of the configuration: the version at a key of files of a path. */
export function patternRule(rule: DiscoveryRule): FileRule {
  return {
    name: rule.path,
    files: rulePattern(rule.path),
    read({ path, groups, documents }) {
      const version = versionIn(documents, rule.version);
      if (version === undefined) {
        return { declarations: [], diagnostics: [unread(path, rule)] };
      }
      const { environment, cluster, service = nameOf(path) } = groups;
      return {
        declarations: [
          {
            service,
            ...(environment !== undefined && { environment }),
            ...(cluster !== undefined && { cluster }),
            artifacts: [{ kind: 'app', name: service, version }],
          },
        ],
      };
    },
  };
}

function versionIn(
  documents: readonly YamlNode[],
  key: string,
): ScalarNode | undefined {
  for (const root of documents) {
    const node = nodeAt(root, key) ?? nodeAt(root, ...stepsOf(key));
    if (node instanceof ScalarNode && node.text !== '') return node;
  }
  return undefined;
}

/** `image.tag`, `images[0].tag`, `[0].version`. */
function stepsOf(key: string): string[] {
  return key
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(step => step !== '');
}

function unread(file: string, { version }: DiscoveryRule): Diagnostic {
  const message = `A rule's file has no ${version}.`;
  return { level: 'warning', code: 'rule-key-missing', message, file, line: 1 };
}

/** Without `{service}` in the rule, the file's name is the service's. */
function nameOf(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return base.replace(/\.(?:ya?ml|json)$/i, '');
}
