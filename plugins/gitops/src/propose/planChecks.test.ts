import { planChecks } from './planChecks';

describe('planChecks', () => {
  it('says once what is said of many resources, and what blocks first', () => {
    const of = (resource: string) => ({
      policy: 'require-limits',
      level: 'warn' as const,
      resource,
      message: 'has no memory limit',
    });
    const checks = planChecks({
      policies: [
        of('apps/Deployment/a/x'),
        of('apps/Deployment/a/y'),
        { policy: 'freeze', level: 'deny', message: 'production is frozen' },
      ],
      diagnostics: [
        { level: 'info', code: 'version-unresolved', message: 'm' },
        { level: 'error', code: 'templated', message: 'n', file: 'f', line: 3 },
      ],
    });
    expect(
      checks.map(({ level, name, resources, place }) => [
        level,
        name,
        resources.length,
        place,
      ]),
    ).toEqual([
      ['deny', 'freeze', 0, undefined],
      ['error', 'templated', 0, 'f:3'],
      ['warn', 'require-limits', 2, undefined],
      ['info', 'version-unresolved', 0, undefined],
    ]);
  });
});
