import {
  readableMessage as ofArgoCd,
  readableNote as noteOfArgoCd,
} from './argocd/read/readableMessage';
import {
  readableMessage as ofFlux,
  readableNote as noteOfFlux,
} from './flux/api/readableMessage';

describe.each([
  ['Argo CD', ofArgoCd],
  ['Flux', ofFlux],
])('a message of %s', (_, readableMessage) => {
  it.each([
    [
      'the values of a command that failed',
      '`helm template . --set db.password=hunter2,replicas=2 --set-string apiToken=hunter2 --include-crds` failed exit status 1: Error: no',
      '`helm template . --set db.password=***,replicas=2 --set-string apiToken=*** --include-crds` failed exit status 1: Error: no',
    ],
    [
      'what it could not apply',
      'error applying: {"kind":"ConfigMap","data":{"password":"hunter2"}}',
      'error applying: {"kind":"ConfigMap","data":{"password":"***"}}',
    ],
    [
      'lines of a Secret',
      'can not parse:\nkind: Secret\nstringData:\n  anything: hunter2\nend',
      'can not parse: kind: Secret stringData: anything: *** end',
    ],
    [
      'credentials in a URL and in a header',
      'fetching https://bot:hunter2@git.example/x with Bearer hunter2',
      'fetching https://git.example/x with Bearer ***',
    ],
  ])('tells %s without secrets', (__, message, told) => {
    expect(readableMessage(message)).toBe(told);
  });

  it('tells nothing of what was cut in the middle of it', () => {
    const message = `no${' '.repeat(
      9_970,
    )} https://bot:hunter2hunter2@git.example`;

    expect(readableMessage(message)).toBe('no');
  });

  it.each([
    ['letters', 'a'],
    ['folders', '/a'],
    ['hosts', 'a://'],
    ['paths', 'path:/a'],
    ['assignments', 'a='],
    ['names', 'a.'],
  ])('is short of a million %s, which are not all looked at', (__, part) => {
    const told = readableMessage(part.repeat(1_000_000));

    expect(told.length).toBeLessThanOrEqual(1_000);
  });
});

describe.each([
  ['Argo CD', noteOfArgoCd],
  ['Flux', noteOfFlux],
])('a note of %s', (_, readableNote) => {
  it.each([
    [
      'what was applied, an object a line',
      'Service/shop created  \n\nDeployment/shop   configured\r\n',
      'Service/shop created\nDeployment/shop configured',
    ],
    [
      'YAML as it is indented, and not further than can be read',
      `can not parse:\n  data:\n    a: [1\n${' '.repeat(90)}^\t here`,
      `can not parse:\n  data:\n    a: [1\n${' '.repeat(16)}^ here`,
    ],
    [
      'lines of a Secret without what they hold',
      'can not parse:\nkind: Secret\nstringData:\n  anything: hunter2\nend',
      'can not parse:\nkind: Secret\nstringData:\n  anything: ***\nend',
    ],
  ])('keeps %s', (__, message, told) => {
    expect(readableNote(message)).toBe(told);
  });

  it('is short of a million lines', () => {
    const told = readableNote('a \n'.repeat(1_000_000));
    expect(told.length).toBeLessThanOrEqual(1_000);
  });
});
