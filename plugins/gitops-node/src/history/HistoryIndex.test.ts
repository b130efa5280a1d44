import { gitConfigFile, gitEnvironment } from '../git/gitEnvironment';
import {
  SourceRepository,
  TemporaryFolder,
} from '../git/testing/SourceRepository';
import fs from 'node:fs';
import { HistoryIndex } from './HistoryIndex';
import { absent } from './PathHistory';

describe('HistoryIndex', () => {
  let folder: TemporaryFolder;
  let source: SourceRepository;

  beforeEach(() => {
    folder = new TemporaryFolder();
    source = new SourceRepository(folder.join('source.git'));
    fs.writeFileSync(folder.join('config'), gitConfigFile);
  });

  afterEach(() => folder.remove());

  const open = () =>
    new HistoryIndex({
      gitDirectory: source.path,
      environment: gitEnvironment(folder.join('config')),
      selector: {
        keys: new Set(),
        isSelected: path => path.endsWith('.yaml'),
      },
    });

  /** The value of `tag` at each first-parent state, newest first. */
  function tags(index: HistoryIndex, path: string): (string | undefined)[] {
    const key = index.facts.keyOf('#0', 'tag');
    const states =
      index.path(path)?.statesBefore(index.graph, index.graph.chainLength) ??
      [];
    return states.map(({ blob }) => {
      if (blob === absent) return 'absent';
      if (!index.facts.isKnown(blob)) return 'unknown';
      return key === undefined ? undefined : index.facts.find(blob, key)?.value;
    });
  }

  it('tells what each first-parent commit left at a path', async () => {
    source.commit({ 'a.yaml': 'tag: v1\n' });
    source.commit({ 'b.yaml': 'tag: other\n' });
    source.commit({ 'a.yaml': 'tag: v2\n' });
    const tip = source.commit({ 'a.yaml': undefined });
    const index = open();
    await index.read(tip);
    expect(tags(index, 'a.yaml')).toEqual(['absent', 'v2', 'v1']);
    expect(index.graph.chainLength).toBe(4);
  });

  it('lands a merged branch at its merge and credits the commit that set it', async () => {
    const base = source.commit({ 'a.yaml': 'tag: v1\n' });
    source.commit(
      { 'a.yaml': 'tag: v2\n' },
      { branch: 'side', parents: [base] },
    );
    const set = source.commit({ 'a.yaml': 'tag: v3\n' }, { branch: 'side' });
    source.commit({ 'other.yaml': 'x: y\n' }, { branch: 'side' });
    const merge = source.commit(
      { 'a.yaml': 'tag: v3\n', 'other.yaml': 'x: y\n' },
      { parents: [base, source.tip('side') ?? ''] },
    );
    const index = open();
    await index.read(merge);
    expect(tags(index, 'a.yaml')).toEqual(['v3', 'v1']);
    const path = index.path('a.yaml');
    const [{ position, blob }] = path?.statesBefore(index.graph, 2) ?? [];
    const credited = path?.creditedCommit(index.graph, position, blob);
    expect(index.graph.ids.text(index.graph.commitAt(position))).toBe(merge);
    expect(credited && index.graph.ids.text(credited)).toBe(set);
  });

  it('reads only what is new when the branch grows', async () => {
    const index = open();
    await index.read(source.commit({ 'a.yaml': 'tag: v1\n' }));
    const stands = await index.read(source.commit({ 'a.yaml': 'tag: v2\n' }));
    expect(stands).toBe(true);
    expect(tags(index, 'a.yaml')).toEqual(['v2', 'v1']);
  });

  it('says so when the branch was rewritten', async () => {
    const base = source.commit({ 'a.yaml': 'tag: v1\n' });
    const index = open();
    await index.read(source.commit({ 'a.yaml': 'tag: v2\n' }));
    const rewritten = source.commit(
      { 'a.yaml': 'tag: v3\n' },
      { parents: [base] },
    );
    expect(await index.read(rewritten)).toBe(false);
  });

  it('takes an unreadable file for unknown, not for one without versions', async () => {
    source.commit({ 'a.yaml': 'tag: v1\n' });
    source.commit({ 'a.yaml': 'a: b: c\n  [' });
    const tip = source.commit({ 'a.yaml': Buffer.from([0, 1, 2]) });
    const index = open();
    await index.read(tip);
    expect(tags(index, 'a.yaml')).toEqual(['unknown', 'unknown', 'v1']);
  });

  it('takes a missing object for unknown', async () => {
    source.commit({ 'a.yaml': 'tag: v1\n' });
    const lost = source.git(['rev-parse', 'main:a.yaml']);
    const tip = source.commit({ 'a.yaml': 'tag: v2\n' });
    fs.rmSync(`${source.path}/objects/${lost.slice(0, 2)}/${lost.slice(2)}`);
    const index = open();
    await index.read(tip);
    expect(tags(index, 'a.yaml')).toEqual(['v2', 'unknown']);
  });

  it('stops reading when it is aborted', async () => {
    const tip = source.commit({ 'a.yaml': 'tag: v1\n' });
    await expect(open().read(tip, AbortSignal.abort())).rejects.toThrow(
      /abort/i,
    );
  });
});
