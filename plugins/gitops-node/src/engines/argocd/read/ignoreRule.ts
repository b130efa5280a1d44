import { IgnoreRule } from '../../../drift/model';
import { parsePath, parsePointer } from '../../../drift/rules/parsePlace';
import { ReadApplication } from './applicationSchema';

type Ignored = ReadApplication['spec']['ignoreDifferences'][number];

/**
 * One of an Application's `ignoreDifferences` as rules of ours: places and
 * managers each select by themselves there. Programs of jq that are more than a
 * path are left out, so that what they hide is shown.
 */
export function ignoreRule(ignored: Ignored): IgnoreRule[] {
  const { group, kind, name, namespace } = ignored;
  const pointers = ignored.jsonPointers.filter(canBeRead(parsePointer));
  const paths = ignored.jqPathExpressions.filter(canBeRead(parsePath));
  const managers = ignored.managedFieldsManagers;
  const rule: IgnoreRule = {
    name: 'argocd-ignore-differences',
    reason: 'Argo CD is told to leave it alone (ignoreDifferences)',
    match: {
      ...(group !== '*' && { groups: [group] }),
      ...(kind !== '*' && { kinds: [kind] }),
      ...(name !== undefined && { names: [name] }),
      ...(namespace !== undefined && { namespaces: [namespace] }),
    },
  };
  return [
    ...(pointers.length + paths.length > 0
      ? [
          {
            ...rule,
            ...(pointers.length > 0 && { pointers }),
            ...(paths.length > 0 && { paths }),
          },
        ]
      : []),
    ...(managers.length > 0 ? [{ ...rule, managers }] : []),
  ];
}

function canBeRead(parse: (place: string) => unknown) {
  return (place: string): boolean => {
    try {
      parse(place);
      return true;
    } catch {
      return false;
    }
  };
}
