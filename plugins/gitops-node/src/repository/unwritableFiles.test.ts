import { GitFileTree } from '../git/GitFileTree';
import { TreeEntry, TreeEntryType } from '../git/FileTree';
import { unwritableFiles } from './unwritableFiles';

const tree = (entries: Readonly<Record<string, TreeEntryType>>) =>
  new GitFileTree(
    'abc',
    new Map(
      Object.entries(entries).map(([path, type]): [string, TreeEntry] => [
        path,
        { path, type, id: path },
      ]),
    ),
    new Map(),
  );

const branches = [
  {
    name: 'main',
    tree: tree({
      'apps/web.yaml': 'file',
      'apps/linked.yaml': 'symlink',
      current: 'symlink',
      vendored: 'submodule',
    }),
  },
];

const refusedAt = (path: string, after?: string) =>
  unwritableFiles([{ branch: 'main', path, after }], branches).map(
    ({ message }) => message.split(' is a ')[0],
  );

describe('unwritableFiles', () => {
  it.each([
    ['apps/web.yaml', []],
    ['apps/new/web.yaml', []],
    ['apps/linked.yaml', ['apps/linked.yaml']],
    ['current/web.yaml', ['current, which leads to current/web.yaml,']],
    [
      'vendored/apps/web.yaml',
      ['vendored, which leads to vendored/apps/web.yaml,'],
    ],
  ])('judges an edit of %s', (path, expected) => {
    expect(refusedAt(path, 'a: b\n')).toEqual(expected);
  });

  it('lets a link go, but nothing that is behind one', () => {
    expect(refusedAt('apps/linked.yaml')).toEqual([]);
    expect(refusedAt('current/web.yaml')).toHaveLength(1);
  });
});
