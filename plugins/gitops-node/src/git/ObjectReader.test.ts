import { gitEnvironment } from './gitEnvironment';
import { ObjectReader } from './ObjectReader';
import { SourceRepository, TemporaryFolder } from './testing/SourceRepository';

describe('ObjectReader', () => {
  let folder: TemporaryFolder;
  let source: SourceRepository;
  let reader: ObjectReader;

  beforeEach(() => {
    folder = new TemporaryFolder();
    source = new SourceRepository(folder.join('source.git'));
    reader = new ObjectReader(source.path, gitEnvironment('/dev/null'));
  });
  afterEach(() => {
    reader.close();
    folder.remove();
  });

  it('answers many requests in the order they are made', async () => {
    const contents = Array.from({ length: 50 }, (_, index) =>
      `${index}\n`.repeat(index),
    );
    source.commit(
      Object.fromEntries(contents.map((text, index) => [`f${index}`, text])),
    );
    const listed = source.git(['ls-tree', '-r', 'main']).split('\n');
    const idOf = new Map(
      listed.map(line => [line.split('\t')[1], line.split(/[ \t]/)[2]]),
    );
    const asked = Array.from({ length: 5000 }, (_, index) => (index * 7) % 50);
    const read = await Promise.all(
      asked.map(index => reader.readText(idOf.get(`f${index}`) ?? '')),
    );
    expect(read).toEqual(asked.map(index => contents[index]));
  });

  it('tells that an object is missing, and goes on', async () => {
    source.commit({ a: 'text' });
    const [missing, found] = await Promise.all([
      reader.read('0123456789012345678901234567890123456789'),
      reader.readText(source.idOf('a')),
    ]);
    expect(missing).toEqual({ state: 'missing' });
    expect(found).toBe('text');
  });

  it('reads an object of many chunks', async () => {
    const large = Buffer.alloc(3_000_000, 'abcdefg\n');
    source.commit({ a: large });
    const object = await reader.read(source.idOf('a'));
    expect(object).toMatchObject({ state: 'found', type: 'blob' });
    expect(object.state === 'found' && object.content.equals(large)).toBe(true);
  });

  it('takes nothing but ids', async () => {
    await expect(reader.read('--help')).rejects.toThrow('Not an id');
    await expect(reader.read('HEAD')).rejects.toThrow('Not an id');
  });

  it('fails what is waiting when it is closed', async () => {
    source.commit({ a: 'text' });
    const waiting = reader.read(source.idOf('a'));
    reader.close();
    await expect(waiting).rejects.toThrow('The reader is closed');
    await expect(reader.read(source.idOf('a'))).rejects.toThrow('closed');
  });

  it('fails, and does not hang, where there is no repository', async () => {
    reader = new ObjectReader(folder.join('none'), gitEnvironment('/dev/null'));
    await expect(reader.read('0'.repeat(40))).rejects.toThrow(
      'Reading objects failed',
    );
  });
});
