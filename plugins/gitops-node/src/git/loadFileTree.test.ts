import { FileTree } from './FileTree';
import { parseGitSource } from './GitSource';
import { loadFileTree, LoadedFileTree, maximumFileBytes } from './loadFileTree';
import { Mirror } from './Mirror';
import { ObjectReader } from './ObjectReader';
import { selectManifests } from './selectManifests';
import { SourceRepository, TemporaryFolder } from './testing/SourceRepository';

describe('loadFileTree', () => {
  let folder: TemporaryFolder;
  let source: SourceRepository;
  let objects: ObjectReader | undefined;

  beforeEach(() => {
    folder = new TemporaryFolder();
    source = new SourceRepository(folder.join('source.git'));
  });
  afterEach(() => {
    objects?.close();
    folder.remove();
  });

  async function load(
    known?: LoadedFileTree['contents'],
  ): Promise<LoadedFileTree> {
    const mirror = await Mirror.open({
      source: parseGitSource(source.path),
      directory: folder.join('mirror'),
    });
    const { main } = (await mirror.refresh()).revisions;
    objects?.close();
    const reader = mirror.objects();
    objects = reader;
    return await loadFileTree(
      {
        objects: reader,
        stream: (args, onChunk, work) => mirror.stream(args, onChunk, work),
      },
      main,
      { select: selectManifests, known },
    );
  }
  const textOf = (tree: FileTree, path: string) => {
    const content = tree.content(path);
    return content.state === 'text' ? content.text : content.state;
  };

  it('reads manifests and leaves other files alone', async () => {
    const revision = source.commit({
      'apps/cart/deployment.yaml': 'kind: Deployment',
      'apps/cart/VERSION': 'v1',
      'chart/templates/_helpers.tpl': '{{ define "x" }}',
      'docs/logo.png': 'PNG',
    });
    const { tree, diagnostics } = await load();
    expect(tree.revision).toBe(revision);
    expect([...tree.entries.keys()]).toEqual([
      'apps/cart/VERSION',
      'apps/cart/deployment.yaml',
      'chart/templates/_helpers.tpl',
      'docs/logo.png',
    ]);
    expect(textOf(tree, 'apps/cart/deployment.yaml')).toBe('kind: Deployment');
    expect(textOf(tree, 'apps/cart/VERSION')).toBe('v1');
    expect(textOf(tree, 'chart/templates/_helpers.tpl')).toContain('define');
    expect(textOf(tree, 'docs/logo.png')).toBe('notLoaded');
    expect(textOf(tree, 'apps/none.yaml')).toBe('absent');
    expect(diagnostics).toEqual([]);
  });

  it('knows directories', async () => {
    source.commit({ 'a/b/c.yaml': '1', 'a/d.yaml': '1', 'e.yaml': '1' });
    const { tree } = await load();
    expect(tree.children('')).toEqual(['a', 'e.yaml']);
    expect(tree.children('a')).toEqual(['b', 'd.yaml']);
    expect(tree.hasDirectory('a/b')).toBe(true);
    expect(tree.hasDirectory('')).toBe(true);
    expect(tree.hasDirectory('a/d.yaml')).toBe(false);
    expect(tree.children('nowhere')).toEqual([]);
  });

  it('follows symlinks within the tree and none that leaves it', async () => {
    source.commit({
      'base/app.yaml': 'a: 1',
      'link:live/app.yaml': '../base/app.yaml',
      'link:live/base': '../base',
      'link:out.yaml': '../../../../etc/passwd',
      'link:absolute.yaml': '/etc/passwd',
      'link:loop.yaml': 'loop.yaml',
      'link:dangling.yaml': 'nowhere.yaml',
    });
    const { tree } = await load();
    expect(textOf(tree, 'live/app.yaml')).toBe('a: 1');
    expect(textOf(tree, 'live/base/app.yaml')).toBe('a: 1');
    expect(tree.children('live/base')).toEqual(['app.yaml']);
    for (const path of ['out', 'absolute', 'loop', 'dangling']) {
      expect(textOf(tree, `${path}.yaml`)).toBe('symlink');
    }
  });

  it('survives odd paths', async () => {
    const odd = ['a\nb.yaml', 'say "hi".yaml', '-rf.yaml', 'tab\t.yaml'];
    source.commit({
      ...Object.fromEntries(odd.map(path => [path, `p: ${odd.indexOf(path)}`])),
      [Buffer.from('gr\u00fcn.yaml').toString('latin1')]: 'p: utf-8',
      'caf\xe9.yaml': 'p: latin-1',
    });
    const { tree, diagnostics } = await load();
    for (const path of odd) {
      expect(textOf(tree, path)).toBe(`p: ${odd.indexOf(path)}`);
    }
    expect(textOf(tree, 'gr\u00fcn.yaml')).toBe('p: utf-8');
    expect(tree.entries.size).toBe(5);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'path-not-utf8',
        message: 'The path caf\\xe9.yaml is not UTF-8 and is left out.',
      }),
    ]);
  });

  it('says why there is no text', async () => {
    source.commit({
      'binary.yaml': Buffer.from([0, 71, 73, 84]),
      'large.yaml': Buffer.alloc(50 * 1024 * 1024, 'a: 1\n'),
      'edge.yaml': Buffer.alloc(maximumFileBytes, 'a'),
      'missing.yaml': 'gone: true',
      'latin.yaml': Buffer.from('name: caf\xe9', 'latin1'),
    });
    source.removeObject(source.idOf('missing.yaml'));
    const { tree, diagnostics } = await load();
    expect(textOf(tree, 'binary.yaml')).toBe('binary');
    expect(tree.content('large.yaml')).toEqual({
      state: 'tooLarge',
      bytes: 50 * 1024 * 1024,
    });
    expect(textOf(tree, 'edge.yaml')).toHaveLength(maximumFileBytes);
    expect(textOf(tree, 'missing.yaml')).toBe('missingObject');
    expect(textOf(tree, 'latin.yaml')).toBe('name: caf\ufffd');
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'file-not-utf8', file: 'latin.yaml' }),
    ]);
  });

  it('does not read again what an earlier tree held', async () => {
    source.commit({ 'a.yaml': 'a: 1', 'b.yaml': 'b: 1' });
    const first = await load();
    const id = source.idOf('a.yaml');
    source.commit({ 'b.yaml': 'b: 2' });
    const second = await load(first.contents);
    expect(second.contents.get(id)).toBe(first.contents.get(id));
    expect(textOf(second.tree, 'b.yaml')).toBe('b: 2');
  });
});
