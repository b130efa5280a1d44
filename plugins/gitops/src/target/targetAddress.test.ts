import {
  OpenTarget,
  readTargetAddress,
  writeTargetAddress,
} from './targetAddress';

const read = (search: string) => readTargetAddress(new URLSearchParams(search));
const write = (search: string, open?: OpenTarget) =>
  writeTargetAddress(new URLSearchParams(search), open).toString();

describe('the address of a target', () => {
  it.each<OpenTarget>([
    { id: 'platform:a/b?c', view: 'overview' },
    { id: 't1', view: 'drift' },
    {
      id: 't1',
      view: 'drift',
      resource: {
        group: 'apps',
        kind: 'Deployment',
        namespace: 'a',
        name: 'b',
      },
    },
    {
      id: 't1',
      view: 'resources',
      resource: { group: '', kind: 'Namespace', name: 'sales' },
    },
  ])('is read as it was written: %j', open => {
    expect(read(write('', open))).toEqual(open);
  });

  it('leaves alone what others wrote, and takes away what is its own', () => {
    const address = write('sort=behind', { id: 't1', view: 'drift' });
    expect(address).toBe('sort=behind&target=t1&view=drift');
    expect(write(address, undefined)).toBe('sort=behind');
  });

  it.each([
    ['target=t1&view=nonsense', 'overview'],
    ['target=t1&view=drift&resource=a/b', 'drift'],
  ])('falls back where it holds what nobody wrote: %s', (search, view) => {
    expect(read(search)).toEqual({ id: 't1', view, resource: undefined });
  });

  it('opens nothing where it names no target', () => {
    expect(read('view=drift')).toBeUndefined();
  });
});
