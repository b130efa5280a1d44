import { activeFilters, readFleetView, writeFleetView } from './fleetView';

const read = (search: string) => readFleetView(new URLSearchParams(search));
const write = (search: string, change: Parameters<typeof writeFleetView>[1]) =>
  writeFleetView(new URLSearchParams(search), change).toString();

describe('readFleetView', () => {
  it('reads what an address asks for', () => {
    expect(
      read(
        'text=pay&environment=production&minBehind=3&sort=behind&order=desc',
      ),
    ).toEqual({
      text: 'pay',
      environment: 'production',
      minBehind: 3,
      sort: 'behind',
      order: 'desc',
    });
  });

  it('leaves out what the server would refuse', () => {
    expect(read('sort=colour&minBehind=-1&olderThanDays=soon&text=')).toEqual({
      sort: 'service',
      order: 'asc',
    });
  });
});

describe('writeFleetView', () => {
  it('starts at the first page when what is listed changes', () => {
    expect(write('cursor=abc&text=pay', { environment: 'staging' })).toBe(
      'text=pay&environment=staging',
    );
  });

  it('keeps the filters when the page is turned', () => {
    expect(write('text=pay', { cursor: 'abc' })).toBe('text=pay&cursor=abc');
  });

  it('keeps the parameters that are not its own', () => {
    expect(write('target=t1&text=pay', { text: undefined })).toBe('target=t1');
  });

  it('can be read again', () => {
    const view = { text: 'a & b', owner: 'group:default/x', minBehind: 2 };
    expect(read(write('', view))).toMatchObject(view);
  });
});

describe('activeFilters', () => {
  it('names the filters, not the order', () => {
    expect(activeFilters(read('text=pay&sort=behind&minBehind=1'))).toEqual([
      'text',
      'minBehind',
    ]);
  });
});
