import { isMap, isSeq } from 'yaml';
import { readText } from '../edit/findScalar';
import { EditResult } from '../edit/EditResult';
import { insertCopies } from './copy/editMembers';
import { extentOf, keyOf, Member, scalarsOf } from './copy/SourceNodes';
import { scalarText } from './yamlText';

/** An environment as `gitops.yaml` is to name it. */
export interface NamedEnvironment {
  readonly name: string;
  readonly like: string;
  readonly cluster: string;
}

/**
 * Names an environment in `gitops.yaml`, right behind the one it is like. What
 * it promotes to is the person's to say.
 */
export function addToGitopsFile(
  text: string,
  environment: NamedEnvironment,
): EditResult {
  const root: unknown = readText(text)?.documents[0]?.contents;
  const copies = [
    ...environmentItem(root, environment),
    ...clusterEntry(root, environment),
  ];
  return copies.length === 0
    ? { state: 'edited', text }
    : insertCopies(
        text,
        copies.map(({ member, lines }) => ({
          member,
          copy: lines(marginOf(text, member)),
        })),
      );
}

interface Addition {
  readonly member: Member;
  readonly lines: (margin: string) => string;
}

function environmentItem(
  root: unknown,
  { name, like }: NamedEnvironment,
): readonly Addition[] {
  const list = isMap(root) ? root.getIn(['gitops', 'environments']) : undefined;
  if (!isSeq(list)) return [];
  return list.items.flatMap((node, index): Addition[] => {
    const values = scalarsOf(node);
    if (!isMap(node) || values.get('name') !== like) return [];
    const guarded = values.get('protected') === 'true';
    return [
      {
        member: { kind: 'item', list, node, index },
        lines: margin =>
          list.flow
            ? `{ name: ${scalarText(name)} }`
            : `${margin}- name: ${scalarText(name)}\n${
                guarded ? `${margin}  protected: true\n` : ''
              }`,
      },
    ];
  });
}

function clusterEntry(
  root: unknown,
  { name, like, cluster }: NamedEnvironment,
): readonly Addition[] {
  const map = isMap(root) ? root.getIn(['layout', 'clusters']) : undefined;
  if (!isMap(map)) return [];
  return map.items.flatMap((pair, index): Addition[] =>
    keyOf(pair) === like
      ? [
          {
            member: { kind: 'entry', map, pair, index },
            lines: margin =>
              `${margin}${scalarText(name)}: [${scalarText(cluster)}]${
                map.flow ? '' : '\n'
              }`,
          },
        ]
      : [],
  );
}

/** The blanks before a member's line. */
function marginOf(text: string, member: Member): string {
  const start = extentOf(text, member)?.start ?? 0;
  const line = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
}
