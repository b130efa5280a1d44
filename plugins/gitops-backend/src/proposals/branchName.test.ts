import { branchName } from './branchName';

const target = (id: string, environment = 'production') => ({
  id,
  service: 'payments',
  environment,
});

const subject = {
  prefix: 'gitops/',
  repository: 'platform',
  kind: 'promotion' as const,
  targets: [target('a')],
};

describe('branchName', () => {
  it('names what moves, for a person', () => {
    expect(branchName(subject)).toMatch(
      /^gitops\/promote-payments-production-[0-9a-f]{10}$/,
    );
  });

  it('is the same for the same targets, in whatever order', () => {
    const both = { ...subject, targets: [target('a'), target('b')] };
    const turned = { ...subject, targets: [target('b'), target('a')] };
    expect(branchName(both)).toBe(branchName(turned));
    expect(branchName(both)).not.toBe(branchName(subject));
  });

  it('tells kinds, repositories and what else is asked apart', () => {
    const names = [
      subject,
      { ...subject, kind: 'rollback' as const },
      { ...subject, repository: 'other' },
      { ...subject, more: ['base/deployment.yaml'] },
    ].map(branchName);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    '../../etc',
    'a b\nrefs/heads/main',
    '-rf',
    '..',
    '${{ github.token }}',
    '@{-1}',
    'x.lock',
    'ü'.repeat(300),
  ])('makes a plain branch of the service %j', service => {
    const name = branchName({
      ...subject,
      targets: [{ ...target('a'), service }],
    });
    expect(name).toMatch(/^gitops\/[a-z0-9]+(?:-+[a-z0-9]+)*$/);
    expect(name.length).toBeLessThan(70);
  });
});
