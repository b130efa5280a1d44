import { FirstParentOrder } from './FirstParentOrder';
import { parseGitSource } from './GitSource';
import { Mirror } from './Mirror';
import { SourceRepository, TemporaryFolder } from './testing/SourceRepository';

describe('FirstParentOrder', () => {
  let folder: TemporaryFolder;
  let source: SourceRepository;
  let mirror: Mirror;
  let commands: string[][];
  let order: FirstParentOrder;

  beforeEach(async () => {
    folder = new TemporaryFolder();
    source = new SourceRepository(folder.join('source.git'));
    mirror = await Mirror.open({
      source: parseGitSource(source.path),
      directory: folder.join('mirror'),
    });
    commands = [];
    order = new FirstParentOrder((args, onChunk, work) => {
      commands.push([...args]);
      return mirror.stream(args, onChunk, work);
    });
  });
  afterEach(() => folder.remove());

  const advance = async () => order.advance((await mirror.refresh()).revisions);
  const commit = (text: string, parents?: string[]) =>
    source.commit({ 'a.yaml': text }, { ...(parents && { parents }) });

  it('tells which commit a branch was at first', async () => {
    const [first, second, third] = ['1', '2', '3'].map(text => commit(text));
    await advance();
    expect(order.contains(third, first)).toBe(true);
    expect(order.contains(second, second)).toBe(true);
    expect(order.contains(first, second)).toBe(false);
    expect(order.positionOf('main', first)).toBe(0);
    expect(order.positionOf('main', third)).toBe(2);
    expect(order.positionOf('other', third)).toBeUndefined();
  });

  it("does not know where a merge's other commits stand", async () => {
    const base = commit('1');
    const side = source.commit({ b: '1' }, { branch: 'side', parents: [base] });
    const merge = commit('2', [base, side]);
    await advance();
    expect(order.contains(merge, base)).toBe(true);
    expect(order.contains(merge, side)).toBeUndefined();
    expect(order.contains('f'.repeat(40), base)).toBeUndefined();
  });

  it('reads only what is new', async () => {
    const first = commit('1');
    await advance();
    await advance();
    expect(commands).toHaveLength(1);
    const second = commit('2');
    const third = commit('3');
    await advance();
    expect(commands).toHaveLength(2);
    expect(commands[1]).toEqual(expect.arrayContaining([third, `^${first}`]));
    expect(order.contains(third, second)).toBe(true);
    expect(order.contains(first, third)).toBe(false);
    expect(order.positionOf('main', third)).toBe(2);
  });

  it('starts anew where a branch was rewritten or merged backwards', async () => {
    const base = commit('1');
    const dropped = commit('2');
    await advance();
    const anew = commit('3', [base]);
    await advance();
    expect(order.contains(anew, base)).toBe(true);
    expect(order.contains(anew, dropped)).toBeUndefined();
    // The old tip is there, and not among the first parents.
    const side = source.commit({ b: '1' }, { branch: 'side', parents: [base] });
    const merge = commit('4', [side, anew]);
    await advance();
    expect(order.contains(merge, side)).toBe(true);
    expect(order.contains(merge, anew)).toBeUndefined();
  });
});
